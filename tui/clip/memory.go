package clip

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"cardwallet/client/private"
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
	return private.Replace(filepath.Join(b.opts.Dir, memoryFile), append(data, '\n'))
}

// tests are those remembered. What cannot be read is none: the words are then more careful.
func (b *Board) tests() []test {
	if b.opts.Dir == "" {
		return nil
	}
	data, err := private.ReadFile(filepath.Join(b.opts.Dir, memoryFile), 64<<10)
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
