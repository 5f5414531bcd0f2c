<#
.SYNOPSIS
Builds Wallboard's payload and installers on Windows: build\dist\wallboard and build\packages.

.DESCRIPTION
Needs Python 3.11 or later and makensis (NSIS 3) on the PATH or in its usual place. The MSI needs wixl, which MSYS2's
package msitools has; without it there is none, and that is said: packaging/windows/make_msi.py makes it on Debian too.
With WALLBOARD_SIGN_SHA1, the thumbprint of a certificate in the store, programs and installers are signed by signtool.
#>
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..\..')

function Invoke-Checked {
    # Windows PowerShell 5 goes on after a program that failed; this does not.
    param([string] $Program, [string[]] $Words)
    & $Program @Words
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with $LASTEXITCODE" }
}

function Invoke-Sign {
    param([string[]] $Files)
    if (-not $env:WALLBOARD_SIGN_SHA1) { return }
    $words = @('sign', '/fd', 'SHA256', '/sha1', $env:WALLBOARD_SIGN_SHA1)
    if ($env:WALLBOARD_TIMESTAMP_URL) { $words += @('/tr', $env:WALLBOARD_TIMESTAMP_URL, '/td', 'SHA256') }
    Invoke-Checked 'signtool' ($words + $Files)
}

function Invoke-Proof {
    # A program with windows has no console: its words go to files. One that fails early shows a dialog, which nobody
    # closes here, hence the limit.
    param([string] $Program, [string[]] $Words)
    $out, $err = 'build\proof-out.txt', 'build\proof-err.txt'
    $proof = Start-Process -FilePath (Resolve-Path $Program).Path -ArgumentList $Words -PassThru `
        -RedirectStandardOutput $out -RedirectStandardError $err
    $null = $proof.Handle  # PowerShell does not know the exit code without
    $ended = $proof.WaitForExit(180000)
    if (-not $ended) { $proof.Kill() }
    Get-Content $out, $err
    if (-not $ended) { throw "$Program $Words did not end: is there a dialog?" }
    if ($proof.ExitCode -ne 0) { throw "$Program $Words ended with $($proof.ExitCode)" }
}

$python = if ($env:PYTHON) { $env:PYTHON } else { 'python' }
if (-not (Test-Path '.venv-build\Scripts\python.exe')) { Invoke-Checked $python @('-m', 'venv', '.venv-build') }
Write-Output '== Having the locked Python packages in .venv-build'
Invoke-Checked '.venv-build\Scripts\python.exe' @('-m', 'pip', 'install', '-q', '--disable-pip-version-check',
    '--require-hashes', '--only-binary', ':all:', '-r', 'packaging\requirements-build.txt')
$python = '.venv-build\Scripts\python.exe'

Write-Output '== Freezing Wallboard into build\dist\wallboard'
Invoke-Checked '.venv-build\Scripts\pyinstaller.exe' @('-y', '--log-level', 'ERROR', '--distpath', 'build\dist',
    '--workpath', 'build\work', 'packaging\pyinstaller\wallboard.spec')
Invoke-Sign @('build\dist\wallboard\wallboard.exe', 'build\dist\wallboard\wallboard-gateway.exe')

Write-Output '== Proving that it is whole'
Invoke-Checked $python @('packaging\check_payload.py', 'build\dist\wallboard')
Invoke-Proof 'build\dist\wallboard\wallboard.exe' @('--self-test')
Invoke-Checked 'build\dist\wallboard\wallboard-gateway.exe' @('--version')

Write-Output '== Making the installers'
$nsis = Join-Path ${env:ProgramFiles(x86)} 'NSIS'
if (Test-Path $nsis) { $env:PATH = "$nsis;$env:PATH" }
Invoke-Checked $python @('packaging\windows\make_nsis.py', 'build\dist\wallboard', 'build\packages')
if (Get-Command wixl -ErrorAction SilentlyContinue) {
    Invoke-Checked $python @('packaging\windows\make_msi.py', 'build\dist\wallboard', 'build\packages')
} else {
    Write-Output '== No MSI: wixl is not here'
}
Invoke-Sign @(Get-ChildItem 'build\packages\*' -Include '*.exe', '*.msi' | ForEach-Object { $_.FullName })
Get-ChildItem 'build\packages'
