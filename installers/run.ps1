# Sets everything up, then opens the demo. Further words go to the demo.
#   powershell -ExecutionPolicy Bypass -File installers\run.ps1 [--setup-only] [--without-easyocr]
$Given = @($args)
$Checkout = Split-Path -Parent $PSScriptRoot
$Locks = @('program')
. (Join-Path $PSScriptRoot 'setup.ps1')
& $Python -I -m mdt_alpr demo @Words
exit $LASTEXITCODE
