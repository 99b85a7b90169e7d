; What a technician starts: it holds the package and installs it without a question.
;   makensis -DVERSION=1.2.3 -DMSI=FILE -DOUT=FILE setup.nsi
;   setup.exe [/S] [/SETTINGS=car.toml | /UNIT="Unit 12" [/SOURCE=0]]   installs or upgrades
;   setup.exe [/S] /REMOVE [/DATA]                    removes; with /DATA every user's data too
; Exit codes: those of msiexec; 3 where the settings are wrong (the program is installed then);
; 4 where data is in use and was not removed; 87 where a word is not known, and nothing was done.
Target amd64-unicode
Unicode true
SetCompress off ; the package is compressed
Name "MDT ALPR ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel admin
ShowInstDetails show
!include LogicLib.nsh
!include WordFunc.nsh
!include nsDialogs.nsh
!define WRONG_SETTINGS 3
!define DATA_LEFT 4
!define UNKNOWN_WORD 87
!define FAMILY "{6E0B9F44-6E4B-4C4B-9D5B-0C6C5B7F3A10}" ; UpgradeCode of product.wxs
!define OURS "$PROGRAMFILES64\MDT ALPR\mdt-alpr.exe"

Var file
Var unit
Var source
Var removes
Var removes_data
Var unit_field
Var source_field

Page custom ask answered
Page instfiles

; The words are parted as Windows parts them: PowerShell puts quotes around all of "/UNIT=Unit 12".
Function .onInit
  SetShellVarContext all
  InitPluginsDir
  StrCpy $0 $CMDLINE
  System::Call 'shell32::CommandLineToArgvW(w r0, *i .r1) p .r2'
  IntOp $1 $1 - 1
  ${For} $3 1 $1
    IntOp $4 $3 * ${NSIS_PTR_SIZE}
    IntPtrOp $4 $2 + $4
    System::Call '*$4(w .r5)'
    Call read
  ${Next}
  ${If} $file != ""
    GetFullPathName $file $file
  ${EndIf}
FunctionEnd

Function read ; one word, in $5
  StrCpy $6 $5 6
  StrCpy $7 $5 8
  StrCpy $8 $5 10
  ${If} $6 == "/UNIT="
    StrCpy $unit $5 "" 6
  ${ElseIf} $7 == "/SOURCE="
    StrCpy $source $5 "" 8
  ${ElseIf} $8 == "/SETTINGS="
    StrCpy $file $5 "" 10
  ${ElseIf} $5 == "/REMOVE"
    StrCpy $removes yes
  ${ElseIf} $5 == "/DATA"
    StrCpy $removes_data yes
  ${ElseIf} $5 != "/S"
    MessageBox MB_OK|MB_ICONSTOP "Nothing was done. This word is not known: $5" /SD IDOK
    SetErrorLevel ${UNKNOWN_WORD}
    Quit
  ${EndIf}
FunctionEnd

Function ask
  ${If} $removes$file != ""
    Abort
  ${EndIf}
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 24u "This car. Leave both empty to keep its settings, or to be asked at its first start."
  Pop $0
  ${NSD_CreateLabel} 0 30u 100% 10u "Unit, as dispatch calls it (Unit 12)"
  Pop $0
  ${NSD_CreateText} 0 42u 100% 12u "$unit"
  Pop $unit_field
  ${NSD_CreateLabel} 0 64u 100% 10u "Camera: its number (0), or its address (rtsp://...)"
  Pop $0
  ${NSD_CreateText} 0 76u 100% 12u "$source"
  Pop $source_field
  nsDialogs::Show
FunctionEnd

Function answered
  ${NSD_GetText} $unit_field $unit
  ${NSD_GetText} $source_field $source
FunctionEnd

Function demand ; the exit code of a step is on the stack; 0 and 3010 (restart later) are well
  Pop $0
  ${If} $0 != 0
  ${AndIf} $0 != 3010
    DetailPrint "Not done: Windows Installer says $0."
    SetErrorLevel $0
    Abort
  ${EndIf}
FunctionEnd

Function install
  SetOutPath $PLUGINSDIR
  File "/oname=product.msi" "${MSI}"
  ExecWait '"$SYSDIR\msiexec.exe" /i "$PLUGINSDIR\product.msi" /qn /norestart' $0
  Push $0
  Call demand
FunctionEnd

; The settings lie where only an administrator writes; a user's first start copies them.
Function settle
  ${If} $file$unit$source == ""
    Return
  ${EndIf}
  CreateDirectory "$PLUGINSDIR\asked"
  ${If} $file != ""
    CopyFiles /SILENT "$file" "$PLUGINSDIR\asked\car.toml"
  ${Else}
    FileOpen $1 "$PLUGINSDIR\asked\car.toml" w
    ${If} $unit != ""
      ${WordReplace} $unit "\" "\\" "+" $2
      ${WordReplace} $2 '"' '\"' "+" $2
      FileWrite $1 'unit = "$2"$\r$\n'
    ${EndIf}
    ${If} $source != ""
      ${WordReplace} $source "\" "\\" "+" $2
      ${WordReplace} $2 '"' '\"' "+" $2
      FileWrite $1 'source = "$2"$\r$\n'
    ${EndIf}
    FileClose $1
  ${EndIf}
  StrCpy $0 "no file"
  ${If} ${FileExists} "$PLUGINSDIR\asked\car.toml"
    nsExec::ExecToLog '"${OURS}" settings check car --data "$PLUGINSDIR\asked"'
    Pop $0
  ${EndIf}
  ${If} $0 != 0
    DetailPrint "The program is installed. The settings are wrong, and were not used."
    SetErrorLevel ${WRONG_SETTINGS}
    Abort
  ${EndIf}
  CreateDirectory "$APPDATA\MDT ALPR"
  nsExec::ExecToLog 'icacls "$APPDATA\MDT ALPR" /setowner *S-1-5-32-544'
  Pop $0
  nsExec::ExecToLog 'icacls "$APPDATA\MDT ALPR" /inheritance:r /grant:r *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
  Pop $0
  CopyFiles /SILENT "$PLUGINSDIR\asked\car.toml" "$APPDATA\MDT ALPR\car.toml"
FunctionEnd

Function remove
  System::Call 'msi::MsiEnumRelatedProductsW(w "${FAMILY}", i 0, i 0, w .r1) i .r0'
  ${If} $0 == 0
    ExecWait '"$SYSDIR\msiexec.exe" /x $1 /qn /norestart' $0
    Push $0
    Call demand
  ${EndIf}
FunctionEnd

Function remove_data
  Delete "$APPDATA\MDT ALPR\car.toml"
  ReadEnvStr $1 PUBLIC
  FindFirst $0 $2 "$1\..\*"
  ${DoWhile} $2 != ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      RMDir /r "$1\..\$2\AppData\Local\MDT ALPR"
      ${If} ${FileExists} "$1\..\$2\AppData\Local\MDT ALPR\*.*"
        DetailPrint "Data of $2 is still there: close what uses it, then remove again."
        SetErrorLevel ${DATA_LEFT}
      ${EndIf}
    ${EndIf}
    FindNext $0 $2
  ${Loop}
  FindClose $0
FunctionEnd

Section
  ${If} $removes == ""
    Call install
    Call settle
  ${Else}
    Call remove
    ${If} $removes_data != ""
      Call remove_data
    ${EndIf}
  ${EndIf}
SectionEnd
