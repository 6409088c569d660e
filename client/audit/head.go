package audit

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// The head is one line of one length, "SEQ HASH", so that it is replaced by one small write.
const headFormat = "%016d %s\n"

var (
	errHead      = errors.New("cannot be read")
	errHeadEmpty = fmt.Errorf("%w: it is empty", errHead)
)

// neverWritten reports whether there is no head, or one that was made and not written: where the trail is empty too, it is a new one.
func neverWritten(headErr error) bool {
	return errors.Is(headErr, fs.ErrNotExist) || errors.Is(headErr, errHeadEmpty)
}

func parseHead(text string) (position, error) {
	seq, hash, ok := strings.Cut(strings.TrimSuffix(text, "\n"), " ")
	n, err := strconv.ParseInt(seq, 10, 64)
	if !ok || err != nil || n < 0 || n > maxSeq || !isHash(hash) || n == 0 && hash != start || fmt.Sprintf(headFormat, n, hash) != text {
		return position{}, errHead
	}
	return position{n, hash}, nil
}

// readHead returns fs.ErrNotExist where there is none, errHeadEmpty for an empty one, and errHead for any that says nothing.
func readHead(path string) (position, error) {
	f, err := os.Open(path)
	if err != nil {
		return position{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, lineLimit))
	if err != nil {
		return position{}, err
	}
	if len(text) == 0 {
		return position{}, errHeadEmpty
	}
	return parseHead(string(text))
}

// writeHead makes the head durable.
func writeHead(path string, p position) error {
	f, err := openPrivate(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	text := fmt.Sprintf(headFormat, p.seq, p.hash)
	_, err = f.WriteAt([]byte(text), 0)
	return errors.Join(err, f.Truncate(int64(len(text))), f.Sync(), f.Close())
}

// openPrivate opens a plain file of this user that nobody else can read, and makes it so where it was open to others.
func openPrivate(path string, flags int) (*os.File, error) {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a plain file\nmove it away", path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return nil, err
	}
	if err := checkPrivate(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// openRegular opens a plain file for reading. What stands in its place, such as a named pipe, is not waited for.
func openRegular(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a plain file\nmove it away", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
