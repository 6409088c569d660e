//go:build !unix

package private

import (
	"io/fs"
	"os"
)

// nonblock is nothing where there are no named pipes among files.
const nonblock = 0

// alone relies on the access lists of the profile directory, which Windows keeps from others.
func alone(string, fs.FileInfo, fs.FileMode) error { return nil }

func closeToOthers(*os.File) error { return nil }

// SyncDirectory does nothing: NTFS logs the creation of a file itself.
func SyncDirectory(string) error { return nil }
