package edit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"cardwallet/client/private"
	"cardwallet/config"
)

// lockWait is how long a writer waits for another one.
const lockWait = 5 * time.Second

// Change rewrites the config file by edit, which gets its text. No other cardwallet writes it meanwhile. What is not a good config is
// refused, as Load refuses it, and the file stays as it is; so it does where edit fails. The file is replaced as a whole, with mode 0600; a
// link stays, and what it leads to is replaced. path is where it is.
//
// Where there is no file, edit gets nil with create, and else the error is config.ErrNoConfig or fs.ErrNotExist.
func Change(ctx context.Context, o config.Options, create bool, edit func(text []byte) ([]byte, error)) (path string, err error) {
	path, _, err = o.File()
	if err != nil {
		return "", err
	}
	if create {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return "", fmt.Errorf("the directory of the config cannot be made: %w\n"+
				"name a config in a place that you may write to, with --config or CARDWALLET_CONFIG", err)
		}
	}
	real, err := target(path)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Dir(real)); err != nil { // or there would be no place for the lock
		_, err := text(o)
		return "", err
	}
	unlock, err := locked(ctx, real+".lock")
	if err != nil {
		return "", fmt.Errorf("config %s cannot be changed now: %w", config.ShownPath(path), err)
	}
	defer unlock()
	before, err := text(o)
	missing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, config.ErrNoConfig)
	if err != nil && (!missing || !create) {
		return "", err
	}
	after, err := edit(before)
	if err != nil {
		return "", err
	}
	if _, err := o.Parse(path, after); err != nil {
		return "", err
	}
	switch {
	case missing:
		err = private.WriteNew(real, func(w io.Writer) error { _, err := w.Write(after); return err })
	case !bytes.Equal(before, after):
		err = private.Replace(real, after)
	}
	if err != nil {
		return "", fmt.Errorf("config %s cannot be written: %w", config.ShownPath(path), err)
	}
	return path, nil
}

// text is the file as it stands.
func text(o config.Options) ([]byte, error) {
	path, text, named, err := o.Text()
	if errors.Is(err, fs.ErrNotExist) && !named {
		err = config.NoConfig(path)
	}
	return text, err
}

// target is what a path leads to, over links. A link to nothing is refused.
func target(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, gone := os.Lstat(path); gone != nil {
			return path, nil
		}
		return "", fmt.Errorf("config %s is a link to a file that is not there", config.ShownPath(path))
	}
	return real, err
}

// locked takes a lock that leaves no file behind: whoever waited for a file that is gone takes the lock anew.
func locked(ctx context.Context, path string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	for {
		lock, err := private.NewLock(path)
		if err != nil {
			return nil, err
		}
		if _, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil {
			if errors.Is(err, context.DeadlineExceeded) {
				err = errors.New("another cardwallet is writing it\ntry again")
			}
			return nil, err
		}
		held, err1 := lock.Stat()
		there, err2 := os.Lstat(path)
		if err1 == nil && err2 == nil && os.SameFile(held, there) {
			return func() { _, _ = os.Remove(path), lock.Unlock() }, nil
		}
		if err := errors.Join(lock.Unlock(), ctx.Err()); err != nil {
			return nil, err
		}
	}
}
