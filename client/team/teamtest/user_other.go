//go:build !unix

package teamtest

import "os/exec"

func lower(*exec.Cmd) {}

func give(string) error { return nil }
