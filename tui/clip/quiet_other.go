//go:build !darwin && !windows

package clip

import "errors"

// writeExcluded fails: X11 has no way to ask clipboard histories to leave something out.
func writeExcluded(string) error { return errors.ErrUnsupported }
