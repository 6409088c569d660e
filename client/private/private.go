// Package private opens files that are one person's. What stands in the place of a plain file, such as a named pipe, is never waited for.
package private

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Open opens a plain file with the flags of os.OpenFile and, where it makes one, mode 0600. It refuses what is no plain file with a hint. A
// link is followed for reading only.
func Open(path string, flags int) (*os.File, error) {
	look := os.Lstat
	if flags == os.O_RDONLY {
		look = os.Stat
	}
	if err := plain(path, look); err != nil { // before it is opened: opening a device can do something
		return nil, err
	}
	f, err := os.OpenFile(path, flags|nonblock, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = notPlain(path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// ReadFile reads a plain file of at most limit bytes.
func ReadFile(path string, limit int64) ([]byte, error) {
	f, err := Open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s is too large: at most %d bytes are read", path, limit)
	}
	return data, err
}

// ErrOwner is wrapped where a directory belongs to somebody else.
var ErrOwner = errors.New("belongs to another user")

// NewLock gives a lock on a file that is made where there is none. It refuses what is no plain file, and a directory of another user (see
// Owned): everything that is written takes a lock first.
func NewLock(path string) (*flock.Flock, error) {
	if err := Owned(filepath.Dir(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := plain(path, os.Lstat); err != nil {
		return nil, err
	}
	return flock.New(path, flock.SetPermissions(0o600), flock.SetFlag(os.O_CREATE|os.O_RDONLY|nonblock)), nil
}

func plain(path string, look func(string) (fs.FileInfo, error)) error {
	info, err := look(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = notPlain(path)
	}
	return err
}

func notPlain(path string) error { return fmt.Errorf("%s is not a plain file\nmove it away", path) }
