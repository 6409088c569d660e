// Package guarded reads files that nobody but their owner can read, as settings and secrets must be.
package guarded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"al.essio.dev/pkg/shellescape"
)

// ReadFile reads a regular file of at most limit bytes that nobody but its owner can read. Its errors begin with the path,
// so that the caller can put a word before it. It differs from client/private, which looks after files that the program writes: a config
// or a secret may also be root's and behind a link, and its bytes must not be copied as they are read.
func ReadFile(path string, limit int64) ([]byte, error) {
	// Asked before opening: opening a device can do something.
	if info, err := os.Stat(path); err != nil {
		return nil, unreadable(path, err)
	} else if !info.Mode().IsRegular() {
		return nil, notFile(path, info.Mode())
	}
	return readOpened(path, limit)
}

// readOpened never waits for a pipe, which may have taken the place of the file a moment ago.
func readOpened(path string, limit int64) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	// Asked again of the open file: only this answer is about the bytes that are read.
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, notFile(path, info.Mode())
	}
	if err := check(path, info); err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%s is too large: %d bytes, at most %d are read", path, info.Size(), limit)
	}
	// One allocation of the final size: a buffer that grows would leave copies of a secret behind.
	data := make([]byte, info.Size()+1)
	n, err := io.ReadFull(f, data)
	switch {
	case err == nil:
		clear(data)
		return nil, fmt.Errorf("%s changed while it was read\ntry again", path)
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		clear(data)
		return nil, unreadable(path, err)
	}
	return data[:n], nil
}

func unreadable(path string, err error) error {
	return fmt.Errorf("%s cannot be read: %w", path, Reason(err))
}

func notFile(path string, mode fs.FileMode) error {
	if mode.IsDir() {
		return fmt.Errorf("%s is a directory, not a file", path)
	}
	return fmt.Errorf("%s is not a regular file", path)
}

// privacy is the rule of ssh for private keys: the file belongs to the reader or to root, and nobody else can read it.
func privacy(path string, mode fs.FileMode, owner, reader uint32) error {
	if owner != reader && owner != 0 {
		return fmt.Errorf("%s belongs to another user (uid %d)\nuse a file of your own", path, owner)
	}
	if perm := mode.Perm(); perm&0o077 != 0 {
		return fmt.Errorf("%s can be read by others (mode %04o)\nrun: chmod 600 %s", path, perm, shellescape.Quote(path))
	}
	return nil
}

// Exposed says who else can get at a file or a directory, with the chmod to run; nil where its owner alone can. Outside Unix, where
// mode bits do not tell, it is nil for all that is there.
func Exposed(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return unreadable(path, err)
	}
	err = check(path, info)
	if perm := info.Mode().Perm(); err != nil && info.IsDir() && perm&0o077 != 0 {
		return fmt.Errorf("%s can be entered by others (mode %04o)\nrun: chmod 700 %s", path, perm, shellescape.Quote(path))
	}
	return err
}

// Reason strips the operation and the path from an error of the file system: our own sentence has said them.
func Reason(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}
