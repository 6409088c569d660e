//go:build linux

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/creack/pty"
)

const (
	// calm is how long nothing is drawn before the next key is pressed. It is longer than what the wallet waits for before it draws by
	// itself what follows a key: a preview comes after 150 ms, and what clears up after a secret 250 ms after that was drawn before.
	calm = 260 * time.Millisecond
	// answered is how long a key may take. One that changes nothing by then does not count.
	answered = 100 * time.Millisecond
)

// BenchmarkKeys presses random keys of the demo, as a person does, and pulls its window about: from the key to the first that is drawn.
// Keys that change nothing do not count, but where something is drawn by itself soon after one (news of an issuer) that is taken for its
// frame. An iteration is a key; -benchtime 10m presses keys for about as long.
func BenchmarkKeys(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "cardwallet")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	b.Run("move", func(b *testing.B) {
		pressed := 0
		latency(b, program, dir, func(*os.File) (string, error) {
			pressed++
			return string("jk"[pressed%2]), nil
		})
	})
	b.Run("random", func(b *testing.B) {
		// All of the screen but what ends or stops it; a question is left or answered, as it comes.
		keys := []string{"j", "k", "j", "k", "\r", "\x1b[27u", "\x1b[27u", "\t", " ", "1", "2", "3", "4", "g", "G", "v", "o", "O", "c", "t", "T",
			"f", "n", "l", "s", "a", "b", "p", "x", "y", "/", "?", ":", "=", "i", "w", "5", "0", ".", "\x7f", "\x0c", "\x1b[A", "\x1b[B",
			"\x1b[5~", "\x1b[6~"}
		random := rand.New(rand.NewPCG(1, 2))
		latency(b, program, dir, func(screen *os.File) (string, error) {
			if random.IntN(20) == 0 {
				return "", pty.Setsize(screen, &pty.Winsize{Rows: uint16(16 + random.IntN(40)), Cols: uint16(60 + random.IntN(120))})
			}
			return keys[random.IntN(len(keys))], nil
		})
	})
}

// latency starts the demo, again where it has ended, and reports how long the first that is drawn takes after each press. press gives what
// the terminal sends, or nothing where it did something else to it.
func latency(b *testing.B, program, dir string, press func(*os.File) (string, error)) {
	var took []time.Duration
	var drawn chan time.Time
	var screen *os.File
	var cmd *exec.Cmd
	end := func() {
		if cmd != nil {
			_, _, _ = cmd.Process.Kill(), cmd.Wait(), screen.Close()
		}
	}
	start := func() {
		end()
		cmd = exec.Command(program, "demo")
		cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}
		var err error
		if screen, err = pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100}); err != nil {
			b.Fatal(err)
		}
		if err := readUntil(screen, "of "); err != nil {
			b.Fatal(err)
		}
		drawn = make(chan time.Time, 1024)
		go func(screen *os.File, drawn chan<- time.Time) {
			defer close(drawn)
			buffer := make([]byte, 1<<16)
			for {
				if _, err := screen.Read(buffer); err != nil {
					return
				}
				drawn <- time.Now()
			}
		}(screen, drawn)
	}
	defer func() { end() }()
	start()
	for b.Loop() {
		rest(drawn)
		pressed := time.Now()
		keys, err := press(screen)
		if err == nil && keys != "" {
			_, err = screen.WriteString(keys)
		}
		if err != nil {
			start()
			continue
		}
		select {
		case at, running := <-drawn:
			if !running {
				start()
				continue
			}
			took = append(took, at.Sub(pressed))
			if at.Sub(pressed) > 10*time.Millisecond {
				b.Logf("%v after %q", at.Sub(pressed), keys)
			}
		case <-time.After(answered): // nothing changes
		}
	}
	slices.Sort(took)
	if len(took) == 0 {
		b.Fatal("nothing was drawn")
	}
	for name, at := range map[string]int{"ms-p50": len(took) / 2, "ms-p90": len(took) * 9 / 10, "ms-p99": len(took) * 99 / 100,
		"ms-max": len(took) - 1} {
		b.ReportMetric(float64(took[at].Microseconds())/1000, name)
	}
	late := slices.IndexFunc(took, func(d time.Duration) bool { return d > 10*time.Millisecond })
	if late < 0 {
		late = len(took)
	}
	b.ReportMetric(float64(len(took)), "frames")
	b.ReportMetric(float64(len(took)-late), "frames-over-10ms")
	b.ReportMetric(0, "ns/op")
}

// rest waits until nothing is drawn by itself. A time that counts down is drawn at each whole second.
func rest(drawn <-chan time.Time) {
	for {
		for quiet(drawn) {
		}
		if now := time.Now(); now.Add(answered).Truncate(time.Second).Equal(now.Truncate(time.Second)) {
			return
		}
	}
}

// quiet waits until something is drawn, and reports false where nothing is for a while.
func quiet(drawn <-chan time.Time) bool {
	select {
	case _, running := <-drawn:
		return running
	case <-time.After(calm):
		return false
	}
}

// readUntil takes what is drawn until the text was.
func readUntil(screen *os.File, text string) error {
	var seen []byte
	buffer := make([]byte, 4096)
	for !bytes.Contains(seen, []byte(text)) {
		n, err := screen.Read(buffer)
		if seen = append(seen, buffer[:n]...); err != nil {
			return fmt.Errorf("%q never came: %w", text, err)
		}
	}
	return nil
}
