package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExposed is returned for a journal that others can read or replace.
var ErrExposed = errors.New("others can get at the journal")

// prepareDirectory makes sure that the journal's directory is there and that only the person writes in it.
func prepareDirectory(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cannot make the journal's directory: %w", err)
	}
	return checkDirectory(dir)
}

// prepareFile makes sure that the file is there and is the person's alone. SQLite gives its log files the same permissions.
func prepareFile(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return err
		}
	} else if err != nil {
		return fmt.Errorf("cannot look at the journal: %w", err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := checkFile(path + suffix); err != nil && !(suffix != "" && errors.Is(err, fs.ErrNotExist)) {
			return err
		}
	}
	return nil
}

// create makes an empty file. A log without its journal is not started over: it can hold movements.
func create(path string) error {
	if info, err := os.Lstat(path + "-wal"); err == nil && info.Size() > 0 {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) { // else another process made both just now
			return fmt.Errorf("%w: %s is gone but its log %s-wal is there", ErrDamaged, path, path)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was first
	}
	if err != nil {
		return fmt.Errorf("cannot make the journal: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("cannot make the journal: %w", err)
	}
	return syncDirectory(path)
}
