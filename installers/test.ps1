# Sets everything up, then runs the tests. Further words go to pytest.
#   powershell -ExecutionPolicy Bypass -File installers\test.ps1 [--setup-only] [--without-easyocr]
$Given = @($args)
$Checkout = Split-Path -Parent $PSScriptRoot
$Locks = @('program', 'tests')
. (Join-Path $PSScriptRoot 'setup.ps1')
Set-Location $Checkout
# A worker that crashes ends the run: xdist 3.8 may wait for ever after replacing one.
& $Python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 @Words
exit $LASTEXITCODE
