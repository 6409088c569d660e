package clip

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// task is all that a cleaner is told: never the value, only its hash with a key of this run. It comes on stdin as one line,
// since arguments and environment are seen by others.
type task struct {
	Via      Via           `json:"via"`
	Client   string        `json:"client"`
	Key      []byte        `json:"key"`
	Sum      []byte        `json:"sum"`
	Wait     time.Duration `json:"wait"`
	Claim    string        `json:"claim"`
	ID       string        `json:"id"`
	Terminal bool          `json:"terminal"` // the terminal comes as an open file
}

// done is the line that tells a cleaner that there is nothing left to clear. An empty line only asks whether it is still there.
const (
	done  = "done\n"
	empty = "\n"
)

// While the program lives it clears the clipboard itself and tells its cleaner. The cleaner waits this much longer, in case the program
// hangs.
const grace = 3 * time.Second

// claimEvery is how often a cleaner looks whether a newer one took over.
const claimEvery = 500 * time.Millisecond

// cleaner is a running cleaner, by the pipe to its stdin. A nil one is none.
type cleaner struct {
	pipe  *os.File
	ended chan error // gets how it ended
	late  time.Time  // when it clears although the program lives
}

// served reports whether the cleaner has done its work. It does that if the program stood still, in the background of a shell, when the
// time came.
func (g *cleaner) served() bool {
	if g == nil {
		return false
	}
	if _, err := g.pipe.WriteString(empty); err != nil {
		return <-g.ended == nil // at once: it is gone
	}
	if time.Now().Before(g.late) {
		return false // it reads
	}
	select { // it is at its work
	case err := <-g.ended:
		return err == nil
	case <-time.After(grace):
		return false
	}
}

// dismiss tells the cleaner that there is nothing left to clear.
func (g *cleaner) dismiss() {
	if g != nil {
		_, _ = g.pipe.WriteString(done)
		g.release()
	}
}

// release leaves the cleaner to itself: it clears when the time has come.
func (g *cleaner) release() {
	if g != nil {
		_ = g.pipe.Close()
	}
}

// startCleaner starts a process that outlives this one. It gives nil where there is none to be had.
func (b *Board) startCleaner(o task) *cleaner {
	if len(b.opts.Cleaner) == 0 || o.Wait <= 0 {
		return nil
	}
	cmd := exec.Command(b.opts.Cleaner[0], b.opts.Cleaner[1:]...)
	cmd.Env = bareEnv(os.Environ())
	cmd.Dir = os.TempDir()
	if o.Via.ByCaller() {
		tty, err := lastingTerminal()
		if err != nil {
			return nil
		}
		defer tty.Close()
		cmd.ExtraFiles = []*os.File{tty}
		o.Terminal = true
	}
	line, err := json.Marshal(o)
	if err != nil {
		return nil
	}
	stdin, pipe, err := os.Pipe()
	if err != nil {
		return nil
	}
	defer stdin.Close()
	cmd.Stdin = stdin
	detach(cmd)
	if err := cmd.Start(); err != nil {
		_ = pipe.Close()
		return nil
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }() // ends with the cleaner, which is dismissed or released
	if _, err := pipe.Write(append(line, '\n')); err != nil {
		_ = pipe.Close()
		return nil
	}
	return &cleaner{pipe: pipe, ended: ended, late: time.Now().Add(o.Wait + grace)}
}

// Clean is the work of a cleaner: it reads its task from in, waits, and clears unless it is told that this was done, or a newer
// value was copied to the same clipboard. The end of in means that the program is gone.
func Clean(ctx context.Context, in io.Reader) error {
	return clean(ctx, in, systemClipboard(), newTmux(os.Getenv))
}

func clean(ctx context.Context, in io.Reader, n native, t tmux) error {
	reader := bufio.NewReader(in)
	line, err := reader.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("no task: %w", err)
	}
	var o task
	if err := json.Unmarshal(line, &o); err != nil {
		return fmt.Errorf("no task: %w", err)
	}
	if o.Wait <= 0 {
		return errors.New("no task: it says no time to wait")
	}
	b := &Board{native: n, tmux: t}
	copy(b.key[:], o.Key)
	c := claim{path: o.Claim, id: o.ID}
	if !await(ctx, o.Wait, c, lastWord(reader)) {
		return nil
	}
	defer c.release()
	via, err := b.take(context.WithoutCancel(ctx), Copy{Via: o.Via, client: o.Client}, o.Sum, c)
	if err == nil && via.ByCaller() && o.Terminal {
		_, err = os.NewFile(3, "terminal").WriteString(via.Sequence(Blank))
	}
	return err
}

// lastWord gives what the program said last: "done", or nothing when it is gone. The reading ends with the process.
func lastWord(in *bufio.Reader) <-chan string {
	words := make(chan string, 1)
	go func() {
		word := empty
		for word == empty {
			word, _ = in.ReadString('\n')
		}
		words <- word
	}()
	return words
}

// await waits until the value is due, and reports whether it is still to be cleared.
func await(ctx context.Context, wait time.Duration, c claim, words <-chan string) bool {
	due, late := time.NewTimer(wait), time.NewTimer(wait+grace)
	check := time.NewTicker(claimEvery)
	defer due.Stop()
	defer late.Stop()
	defer check.Stop()
	gone, isDue := false, false
	for {
		select {
		case <-ctx.Done():
			return true // ended from outside: better early than never
		case word := <-words:
			if word == done {
				return false
			}
			gone, words = true, nil
		case <-due.C:
			isDue = true
		case <-late.C:
			return c.mine()
		case <-check.C:
			if !c.mine() {
				return false
			}
		}
		if gone && isDue {
			return c.mine()
		}
	}
}
