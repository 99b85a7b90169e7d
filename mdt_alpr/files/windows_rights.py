"""Who has access to a file or folder of Windows (its ACL); see ``private_files``."""

import ctypes
import sys
from ctypes import byref, c_void_p, c_wchar_p
from ctypes.wintypes import BOOL, DWORD, HANDLE, LPWSTR
from functools import cache
from pathlib import Path

assert sys.platform == "win32"  # noqa: S101 - tells the type checker, too

_FILE_OBJECT = 1
_RIGHTS, _INHERITS_NOTHING = 0x4, 0x80000000
_READS_TOKEN, _USER_OF_TOKEN = 0x8, 1
_VERSION = 1
_rights = ctypes.WinDLL("advapi32", use_last_error=True)
_system = ctypes.WinDLL("kernel32", use_last_error=True)
_system.GetCurrentProcess.restype = HANDLE
_system.CloseHandle.argtypes = [HANDLE]
_system.LocalFree.argtypes = [c_void_p]
_rights.OpenProcessToken.argtypes = [HANDLE, DWORD, c_void_p]
_rights.GetTokenInformation.argtypes = [HANDLE, DWORD, c_void_p, DWORD, c_void_p]
_rights.ConvertSidToStringSidW.argtypes = [c_void_p, c_void_p]
_rights.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = [
    c_wchar_p, DWORD, c_void_p, c_void_p,
]  # fmt: skip
_rights.GetSecurityDescriptorDacl.argtypes = [c_void_p] * 4
_rights.SetFileSecurityW.argtypes = [c_wchar_p, DWORD, c_void_p]
_rights.SetNamedSecurityInfoW.argtypes = [c_wchar_p, DWORD, DWORD, *[c_void_p] * 4]
_rights.GetNamedSecurityInfoW.argtypes = [c_wchar_p, DWORD, DWORD, *[c_void_p] * 5]
_rights.ConvertSecurityDescriptorToStringSecurityDescriptorW.argtypes = [
    c_void_p, DWORD, DWORD, c_void_p, c_void_p,
]  # fmt: skip


def leave_to_user(path: Path) -> None:
    """Give this user and the system every right on it, and nobody else any.

    What lies in a folder, and will, inherits that. OSError where the owner is another.
    """
    is_folder = path.is_dir()
    inherited = "OICI" if is_folder else ""
    listed = "".join(f"(A;{inherited};FA;;;{who})" for who in (_this_user(), "SY"))
    described = c_void_p()
    _demand(
        _rights.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            f"D:P{listed}", _VERSION, byref(described), None
        )
    )
    try:
        if is_folder:
            _hand_down(path, described)
        what = _RIGHTS | _INHERITS_NOTHING
        _demand(_rights.SetFileSecurityW(str(path), what, described))
    finally:
        _system.LocalFree(described)


def _hand_down(folder: Path, described: c_void_p) -> None:
    """Set the rights of a folder and of what lies in it; Wine adds those of the folder above."""
    entries, there, by_default = c_void_p(), BOOL(), BOOL()
    _demand(
        _rights.GetSecurityDescriptorDacl(
            described, byref(there), byref(entries), byref(by_default)
        )
    )
    what = _RIGHTS | _INHERITS_NOTHING
    status = _rights.SetNamedSecurityInfoW(
        str(folder), _FILE_OBJECT, what, None, None, entries, None
    )
    if status:
        raise ctypes.WinError(status)


def rights_on(path: Path) -> str:
    """Return who has which rights on it, in Windows' own short form (SDDL)."""
    described, text = c_void_p(), LPWSTR()
    status = _rights.GetNamedSecurityInfoW(
        str(path), _FILE_OBJECT, _RIGHTS, None, None, None, None, byref(described)
    )
    if status:
        raise ctypes.WinError(status)
    try:
        _demand(
            _rights.ConvertSecurityDescriptorToStringSecurityDescriptorW(
                described, _VERSION, _RIGHTS, byref(text), None
            )
        )
        return text.value or ""
    finally:
        _system.LocalFree(text)
        _system.LocalFree(described)


@cache
def _this_user() -> str:
    token, size, text = HANDLE(), DWORD(), LPWSTR()
    _demand(_rights.OpenProcessToken(_system.GetCurrentProcess(), _READS_TOKEN, byref(token)))
    try:
        _rights.GetTokenInformation(token, _USER_OF_TOKEN, None, 0, byref(size))
        buffer = ctypes.create_string_buffer(size.value)
        _demand(_rights.GetTokenInformation(token, _USER_OF_TOKEN, buffer, size, byref(size)))
        _demand(_rights.ConvertSidToStringSidW(c_void_p.from_buffer(buffer), byref(text)))
        return text.value or ""
    finally:
        _system.LocalFree(text)
        _system.CloseHandle(token)


def _demand(done: int) -> None:
    if not done:
        raise ctypes.WinError(ctypes.get_last_error())
