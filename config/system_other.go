//go:build !unix

package config

import (
	"io/fs"
	"os/exec"
)

// nonblock is nothing where there are no named pipes among files.
const nonblock = 0

// ownGroup leaves the command as it is: outside Unix only the process itself is ended.
func ownGroup(*exec.Cmd) {}

// checkPrivate accepts every file: outside Unix the mode bits do not say who can read it.
func checkPrivate(string, fs.FileInfo) error { return nil }

func closeToOthers(string) error { return nil }
