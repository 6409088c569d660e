package clip

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// memoryFile is where tests of ways are remembered, in the state directory.
const memoryFile = "clipboard.json"

// memoryLimit is how many ways are remembered: terminals of one person.
const memoryLimit = 20

// test is what became of the newest test of one way.
type test struct {
	Way     string    `json:"way"` // a hash: see seat.way
	Arrived bool      `json:"arrived"`
	At      time.Time `json:"at"`
}

// way stands for one way to one kind of terminal, as far as those can be told apart. Two terminals of one kind at one address are the
// same.
func (s seat) way(via Via, getenv func(string) string) string {
	parts := []string{"cardwallet way", strconv.Itoa(int(via)), s.origin, s.terminal}
	if !s.tmux { // a shell in tmux knows the terminal that it was started in, which may be another by now
		for _, name := range []string{"TERM_PROGRAM", "LC_TERMINAL", "VTE_VERSION"} {
			parts = append(parts, getenv(name))
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Remember notes whether the person could paste what went the way of c, for the words about later copies that go the same way.
func (b *Board) Remember(c Copy, arrived bool, at time.Time) error {
	if b.opts.Dir == "" || c.way == "" {
		return nil
	}
	tests := slices.DeleteFunc(b.tests(), func(t test) bool { return t.Way == c.way })
	tests = append(tests, test{Way: c.way, Arrived: arrived, At: at.UTC().Truncate(time.Second)})
	data, err := json.MarshalIndent(tests[max(0, len(tests)-memoryLimit):], "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(b.opts.Dir, memoryFile+".*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(b.opts.Dir, memoryFile))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// tests are those remembered. What cannot be read is none: the words are then more careful.
func (b *Board) tests() []test {
	if b.opts.Dir == "" {
		return nil
	}
	path := filepath.Join(b.opts.Dir, memoryFile)
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.FileMode(0) || info.Size() > 64<<10 {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var tests []test
	if json.Unmarshal(data, &tests) != nil {
		return nil
	}
	return tests
}

// recall adds to a copy what became of the newest test of its way.
func (b *Board) recall(c Copy) Copy {
	for _, t := range b.tests() {
		if t.Way == c.way {
			c.Tested, c.Arrived = t.At, t.Arrived
		}
	}
	return c
}
