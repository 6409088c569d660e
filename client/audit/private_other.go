//go:build !unix

package audit

import "os"

// nonblock is nothing where there are no named pipes among files.
const nonblock = 0

// checkPrivate relies on the access lists of the profile directory, which Windows keeps from others.
func checkPrivate(*os.File) error { return nil }

// syncDirectory does nothing: NTFS logs the creation of a file itself.
func syncDirectory(string) {}
