// Package private makes, opens, checks and replaces files that are one person's. What stands in the place of a plain file, such as a named
// pipe, is never waited for.
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

// What is wrapped where a file or a directory is not of this user alone.
var (
	ErrOwner = errors.New("belongs to another user")
	ErrMode  = errors.New("is open to others")
)

// others are the rights of everybody but the owner to read, write or enter; writers are those to write.
const (
	others  fs.FileMode = 0o077
	writers fs.FileMode = 0o022
)

// Open opens a plain file with the flags of os.OpenFile and, if it makes one, mode 0600. It refuses anything else than a plain file, with
// a hint. It follows a link only for reading.
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

// OpenOwn is Open for a file of this user, which is closed to others where it was open to them. Its error wraps ErrOwner for another
// user's.
func OpenOwn(path string, flags int) (*os.File, error) {
	f, err := Open(path, flags)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil {
		err = alone(path, info, others)
	}
	if errors.Is(err, ErrMode) {
		err = closeToOthers(f)
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

// WriteNew makes a file that only this user can read, and fills it. If the name is taken, even by a dangling link, WriteNew leaves that
// alone and returns fs.ErrExist. After any other error no file stays.
func WriteNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := fill(f, write); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	_ = SyncDirectory(filepath.Dir(path)) // a directory may be writable but not readable
	return nil
}

// Replace puts a file of this user alone in the place of what is there: after a crash there is the old one or the new one.
func Replace(path string, data []byte) error {
	if err := swap(path, func(f *os.File) error { return fill(f, text(data)) }); err != nil {
		return err
	}
	_ = SyncDirectory(filepath.Dir(path)) // see WriteNew
	return nil
}

// ReplaceSoon is Replace without a wait for the disk, for what means nothing after a crash: then the file may be empty.
func ReplaceSoon(path string, data []byte) error {
	return swap(path, func(f *os.File) error { return errors.Join(text(data)(f), f.Close()) })
}

func text(data []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(data); return err }
}

// swap makes a file beside the path and puts it there when it is written and closed.
func swap(path string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // made with mode 0600
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// fill writes all of a file onto the disk, and closes it.
func fill(f *os.File, write func(io.Writer) error) error {
	err := write(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// CheckFile wants a plain file of this user that nobody else can read, as ssh does for its keys. Its error wraps ErrOwner or ErrMode.
func CheckFile(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return notPlain(path)
	}
	return alone(path, info, others)
}

// CheckDirectory wants a directory of this user (see owned) in which nobody else can write: others could put their own file in the place
// of this user's. Its error wraps ErrOwner or ErrMode.
func CheckDirectory(dir string) error { return checkDirectory(dir, writers) }

// owned wants a directory of the user that this process runs as: root could write in another one, and would leave files there that its
// owner cannot read. Its error wraps ErrOwner.
func owned(dir string) error { return checkDirectory(dir, 0) }

func checkDirectory(dir string, closed fs.FileMode) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	return alone(dir, info, closed)
}

// NewLock gives a lock on a file that is made where there is none. It refuses what is no plain file, and a directory of another user (see
// owned): everything that is written takes a lock first.
func NewLock(path string) (*flock.Flock, error) {
	if err := owned(filepath.Dir(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
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
