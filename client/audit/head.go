package audit

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"cardwallet/client/private"
)

// The head is one line of one length, "SEQ HASH", so that it is replaced by one small write.
const headFormat = "%016d %s\n"

var (
	errHead      = errors.New("cannot be read")
	errHeadEmpty = fmt.Errorf("%w: it is empty", errHead)
)

// neverWritten reports whether the head is missing or empty. If the trail is empty too, it is a new trail.
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

// unwritten reports whether a head holds only the beginning of a first one, and zeros: it was made on a full disk, or just before the power
// failed. Older programs filled it up with zeros.
func unwritten(text string) bool {
	written := strings.TrimRight(text, "\x00")
	return len(written) < len(text) && strings.HasPrefix(fmt.Sprintf(headFormat, 0, start), written)
}

// readHead returns fs.ErrNotExist where there is none, errHeadEmpty for an empty one, and errHead for any that says nothing.
func readHead(path string) (position, error) {
	f, err := private.Open(path, os.O_RDONLY)
	if err != nil {
		return position{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, lineLimit))
	if err != nil {
		return position{}, err
	}
	if len(text) == 0 || unwritten(string(text)) {
		return position{}, errHeadEmpty
	}
	return parseHead(string(text))
}

// headFile is the open head.
type headFile interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Sync() error
}

// writeHead makes the head durable.
func writeHead(path string, p position) error {
	f, err := private.OpenOwn(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	return errors.Join(replaceHead(f, p), f.Close())
}

// replaceHead writes the head. Where that fails, as on a full disk, the file is as it was: a head that is half written would prove against
// the trail.
func replaceHead(f headFile, p position) error {
	before := make([]byte, lineLimit)
	n, err := f.ReadAt(before, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	before = before[:n]
	text := fmt.Appendf(nil, headFormat, p.seq, p.hash)
	if _, err := f.WriteAt(text, 0); err != nil {
		_, undoErr := f.WriteAt(before[:min(n, len(text))], 0) // in place: that takes no space
		return errors.Join(err, undoErr, f.Truncate(int64(n)))
	}
	if n == len(text) {
		return f.Sync()
	}
	return errors.Join(f.Truncate(int64(len(text))), f.Sync())
}
