package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cardwallet/client/journal"
	"cardwallet/client/private"
)

// ErrExposed is returned for a journal that others can read or replace.
var ErrExposed = errors.New("others can get at the journal")

// suffixes are those of the journal and of SQLite's logs beside it.
var suffixes = []string{"", "-wal", "-shm"}

// prepareDirectory makes sure that the journal's directory is there and that only the person writes in it.
func prepareDirectory(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cannot make the journal's directory: %w", err)
	}
	return exposed(private.CheckDirectory(dir))
}

// prepareFile makes sure that the file is there and is the person's alone. SQLite gives its log files the same permissions.
func prepareFile(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return err
		}
	} else if err != nil {
		return exposed(err)
	}
	return checkFiles(path)
}

// checkFiles refuses a journal, or a log of it, that is not the person's alone.
func checkFiles(path string) error {
	for _, suffix := range suffixes {
		if err := private.CheckFile(path + suffix); err != nil && !(suffix != "" && errors.Is(err, fs.ErrNotExist)) {
			return exposed(err)
		}
	}
	return nil
}

// exposed puts into words what is wrong with a file or its directory.
func exposed(err error) error {
	var failed *fs.PathError
	switch {
	case errors.Is(err, private.ErrOwner), errors.Is(err, private.ErrMode):
		return fmt.Errorf("%w: %w", ErrExposed, err)
	case errors.As(err, &failed):
		return fmt.Errorf("cannot look at the journal: %w", err)
	}
	return err
}

// create makes an empty file. A log without its journal is not started over: it can hold movements.
func create(path string) error {
	if orphaned(path) {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) { // else another process made both just now
			return fmt.Errorf("%w: %s is gone but its log %s-wal is there", journal.ErrDamaged, path, path)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was first
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot make the journal: %w", err)
	}
	return syncName(path)
}

// orphaned reports whether there is a log that holds something.
func orphaned(path string) bool {
	info, err := os.Lstat(path + "-wal")
	return err == nil && info.Size() > 0
}

// syncName makes the file's name durable, and as far as possible that of its directory, which may be new.
func syncName(path string) error {
	dir := filepath.Dir(path)
	_ = private.SyncDirectory(filepath.Dir(dir)) // it may be on another file system that cannot
	if err := private.SyncDirectory(dir); err != nil {
		return fmt.Errorf("cannot make the journal durable: %w", err)
	}
	return nil
}
