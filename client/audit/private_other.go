//go:build !unix

package audit

import "os"

// checkPrivate relies on the access lists of the profile directory, which Windows keeps from others.
func checkPrivate(*os.File) error { return nil }

// syncDirectory does nothing: NTFS logs the creation of a file itself.
func syncDirectory(string) {}
