package main

import (
	"runtime/debug"
)

// release is the version of the program, after the rules of semver.org. CHANGELOG.md says what each one brought.
const release = "0.1.0"

// version is the release and, where the build knows it, the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	var commit, changed string
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			commit = setting.Value
		case "vcs.modified":
			if setting.Value == "true" {
				changed = ", changed"
			}
		}
	}
	if commit == "" {
		return release
	}
	return release + " (" + commit[:min(len(commit), 12)] + changed + ")"
}
