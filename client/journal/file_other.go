//go:build !unix

package journal

import (
	"fmt"
	"os"
)

// checkDirectory relies on the access lists of the profile directory, which Windows keeps from others.
func checkDirectory(string) error { return nil }

// checkFile wants a plain file; see checkDirectory for who can read it.
func checkFile(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("cannot look at the journal: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a plain file\nmove it away", path)
	}
	return nil
}

// syncDirectory does nothing: NTFS logs the creation of a file itself.
func syncDirectory(string) error { return nil }
