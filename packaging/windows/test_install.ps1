<#
.SYNOPSIS
Installs, proves, upgrades and removes the real installers of build\packages on a real Windows; needs an administrator.

.DESCRIPTION
Prints how long each step took. The same installers' behaviour with a stand-in program is tested by
test_installers.sh on Debian.
#>
param([string] $Packages = 'build\packages')
$ErrorActionPreference = 'Stop'

function Invoke-Step {
    param([string] $Name, [scriptblock] $Do)
    $took = Measure-Command { & $Do }
    Write-Output ('{0,-58} {1,6:n1} s' -f $Name, $took.TotalSeconds)
}

function Invoke-Program {
    # A program with windows shows a dialog when it fails early, and nobody closes it here: hence the limit.
    param([string] $Program, [string[]] $Words, [string] $Output = "$env:TEMP\wallboard-output.txt")
    $done = Start-Process -FilePath $Program -ArgumentList $Words -PassThru -RedirectStandardOutput $Output
    $null = $done.Handle  # PowerShell does not know the exit code without
    if (-not $done.WaitForExit(300000)) {
        $done.Kill()
        throw "$Program $Words did not end: $(Get-Content $Output)"
    }
    if ($done.ExitCode -ne 0) { throw "$Program $Words ended with $($done.ExitCode): $(Get-Content $Output)" }
}

function Assert-There {
    param([string] $Path)
    if (-not (Test-Path $Path)) { throw "$Path is missing" }
}

function Wait-Gone {
    # an NSIS uninstaller goes on as a copy of itself after the first process has ended
    param([string] $Path)
    for ($tries = 0; (Test-Path $Path) -and $tries -lt 120; $tries++) { Start-Sleep -Milliseconds 500 }
    if (Test-Path $Path) { throw "$Path was left" }
}

function Test-Setup {
    param([string] $Setup, [string] $Scope)
    $everybody = $Scope -eq 'AllUsers'
    $folder = if ($everybody) { "$env:ProgramFiles\Wallboard" } else { "$env:LOCALAPPDATA\Programs\Wallboard" }
    $key = if ($everybody) { 'HKLM:' } else { 'HKCU:' }
    $key += '\Software\Microsoft\Windows\CurrentVersion\Uninstall\Wallboard'
    $menu = if ($everybody) { $env:ProgramData } else { $env:APPDATA }
    $startup = "$menu\Microsoft\Windows\Start Menu\Programs\StartUp\Wallboard TV.lnk"
    Invoke-Step "setup /${Scope}: install" { Invoke-Program $Setup @('/S', "/$Scope", '/LOGIN=tv') }
    Assert-There "$folder\wallboard.exe"
    Assert-There $key
    Assert-There $startup
    Invoke-Step "setup /${Scope}: self-test of the installed program" {
        Invoke-Program "$folder\wallboard.exe" @('--self-test')
    }
    Set-Content "$folder\mine.txt" 'mine'
    Invoke-Step "setup /${Scope}: upgrade" { Invoke-Program $Setup @('/S', "/$Scope") }
    Assert-There "$folder\mine.txt"
    Assert-There $startup
    Invoke-Step "setup /${Scope}: remove" {
        Invoke-Program "$folder\uninstall.exe" @('/S', "/$Scope")
        Wait-Gone "$folder\uninstall.exe"
        Wait-Gone $key
    }
    if ((Get-ChildItem $folder -Recurse -File).Name -ne 'mine.txt') { throw "more than the user's own file was left" }
    Remove-Item -Recurse $folder
}

$found = Get-ChildItem "$Packages\wallboard-*" -Include '*.exe', '*.msi'
if (-not $found) { throw "there is nothing in $Packages" }
foreach ($setup in $found | Where-Object Extension -eq '.exe') {
    foreach ($scope in 'AllUsers', 'CurrentUser') { Test-Setup $setup.FullName $scope }
}
foreach ($msi in $found | Where-Object Extension -eq '.msi') {
    $folder = "$env:ProgramFiles\Wallboard"
    $package = '"' + $msi.FullName + '"'  # Start-Process adds no quotation marks of its own
    Invoke-Step 'MSI: install' { Invoke-Program 'msiexec' @('/i', $package, '/qn', '/norestart') }
    Invoke-Step 'MSI: self-test of the installed program' { Invoke-Program "$folder\wallboard.exe" @('--self-test') }
    Assert-There "$env:ProgramData\Microsoft\Windows\Start Menu\Programs\Wallboard\Wallboard TV.lnk"
    Invoke-Step 'MSI: remove' { Invoke-Program 'msiexec' @('/x', $package, '/qn', '/norestart') }
    Wait-Gone $folder
}
Write-Output 'The installers are right.'
