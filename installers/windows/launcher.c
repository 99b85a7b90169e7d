/* mdt-alpr.exe and, with -DWINDOWED, mdt-alpr-window.exe: the program, in the CPython beside it.

   Nothing of the machine's own Python is heeded: python313._pth beside the library sees to that.
   -B, since a file that Python would add is one that does not belong to the program. */
#include <windows.h>
#include <wchar.h>

typedef int (*Main)(int, wchar_t **);
#define AT_START 6

static int refuse(const wchar_t *why)
{
#ifdef WINDOWED
    MessageBoxW(NULL, why, L"MDT ALPR", MB_ICONERROR);
#else
    fwprintf(stderr, L"mdt-alpr: %ls\n", why);
#endif
    return 1;
}

static int start(int count, wchar_t **words)
{
    wchar_t folder[32768], library[32768 + 16];
    DWORD length = GetModuleFileNameW(NULL, folder, 32000);
    while (length > 0 && folder[length - 1] != L'\\')
        length--;
    wcscpy(folder + length, L"_internal");
    wcscpy(library, folder);
    wcscat(library, L"\\python313.dll");
    AddDllDirectory(folder);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main run = python ? (Main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **all = calloc(count + AT_START + 1, sizeof *all);
    if (run == NULL || all == NULL)
        return refuse(L"The installation is incomplete. Install MDT ALPR again.");
    wchar_t *first[AT_START] = {words[0], L"-B", L"-X", L"utf8", L"-m", L"mdt_alpr"};
    memcpy(all, first, sizeof first);
    memcpy(all + AT_START, words + 1, (count - 1) * sizeof *all);
    return run(count - 1 + AT_START, all);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE program, HINSTANCE before, PWSTR line, int show)
{
    return start(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **words)
{
    return start(count, words);
}
#endif
