# Dot-sourced by run.ps1 and test.ps1, which set $Checkout, $Locks and $Given, the words they got.
# After it $Words holds what was not for set-up.
$ErrorActionPreference = 'Stop'
$SetupOnly = $Given -contains '--setup-only'
$WithoutEasyOcr = $Given -contains '--without-easyocr'
$Words = @($Given | Where-Object { $_ -notin '--setup-only', '--without-easyocr' })
$Venv = Join-Path $Checkout '.venv'
$Python = Join-Path $Venv 'Scripts\python.exe'

function Stop-Setup([string] $Message) {
    Write-Host "mdt-alpr: $Message" -ForegroundColor Red
    exit 1
}

# Returns the command of the first Python that the program runs on, with its arguments.
function Find-Python {
    $Check = 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
    foreach ($Try in 'py -3.13', 'py -3.12', 'py -3.11', 'python') {
        $Command = @($Try -split ' ')
        if (-not (Get-Command $Command[0] -ErrorAction SilentlyContinue)) { continue }
        $Rest = @($Command | Select-Object -Skip 1)
        try { & $Command[0] @Rest -c $Check 2>$null } catch { continue }
        if ($LASTEXITCODE -eq 0) { return $Command }
    }
    Stop-Setup 'Python 3.11, 3.12 or 3.13 is needed and was not found. Install it, then start again.'
}

# Does a step once for the present state of the named file, this Python and this folder.
function Invoke-Once([string] $Step, [string] $File, [string[]] $PipWords) {
    $Stamp = Join-Path $Venv ".done-$Step"
    $State = "$((Get-FileHash (Join-Path $Checkout $File)).Hash) $(& $Python -V) $Checkout"
    if ((Test-Path $Stamp) -and (Get-Content -Raw $Stamp).Trim() -eq $State) { return }
    Write-Host "mdt-alpr: installing $Step"
    & $Python -m pip --disable-pip-version-check install --no-input @PipWords
    if ($LASTEXITCODE -ne 0) { Stop-Setup "pip could not install $Step" }
    Set-Content -Path $Stamp -Value $State
}

if (-not (Test-Path $Python)) {
    $Found = @(Find-Python)
    $Rest = @($Found | Select-Object -Skip 1)
    & $Found[0] @Rest -m venv --clear $Venv
    if ($LASTEXITCODE -ne 0) { Stop-Setup 'the virtual environment could not be made' }
}

# An agency's mirror instead of the public index.
if ($env:MDT_ALPR_INDEX) { $env:PIP_INDEX_URL = $env:MDT_ALPR_INDEX }

foreach ($Lock in $Locks) {
    $File = "installers\locks\$Lock.txt"
    Invoke-Once $Lock $File @('--no-deps', '--requirement', (Join-Path $Checkout $File))
}
# A Windows without Microsoft's C++ runtime installs the networks' engine, and cannot load it.
& $Python -c 'import onnxruntime'
if ($LASTEXITCODE -ne 0) {
    Stop-Setup 'ONNX Runtime does not load. Install the Microsoft Visual C++ Redistributable (x64), then start again.'
}
Invoke-Once 'project' 'pyproject.toml' @('--no-deps', '--no-build-isolation', '--editable', $Checkout)
if (-not $WithoutEasyOcr) {
    $File = 'installers\locks\easyocr.txt'
    Invoke-Once 'easyocr' $File @('--no-deps', '--requirement', (Join-Path $Checkout $File))
    $File = 'installers\locks\torch.txt'
    Invoke-Once 'torch' $File @('--requirement', (Join-Path $Checkout $File))
}
if ($SetupOnly) {
    Write-Host "mdt-alpr: everything is set up in $Venv"
    exit 0
}
