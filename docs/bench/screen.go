package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// program is something that draws on a terminal.
type program struct {
	name, path string
	args       []string
	home, dir  string
	first      string   // is part of the first frame; text where it is empty
	text       string   // is there once the list is
	before     []string // keys that lead to the list
	key        string   // moves the selection of the list

	times []time.Duration
	bytes int
}

// The terminal that each has.
const columns, lines = 100, 30

// patience is how long is waited for what has to come.
const patience = 30 * time.Second

// quiet is how long nothing is drawn where a program has drawn all that it wanted.
const quiet = 200 * time.Millisecond

// chunk is what was drawn at once.
type chunk struct {
	at   time.Time
	data []byte
}

// screen is a program that runs in a terminal which takes everything and answers nothing.
type screen struct {
	cmd    *exec.Cmd
	pty    *os.File
	began  time.Time
	chunks chan chunk // closed when the program has ended
	glass  *vt.Emulator
}

// start runs the program.
func (p *program) start(ctx context.Context) (*screen, error) {
	s := &screen{cmd: exec.CommandContext(ctx, p.path, p.args...), chunks: make(chan chunk, 1000),
		glass: vt.NewEmulator(columns, lines)}
	s.cmd.Dir = p.dir
	s.cmd.Env = []string{"HOME=" + p.home, "TERM=xterm-256color", "PATH=" + os.Getenv("PATH"), "SHELL=/bin/sh", "EDITOR=vi"}
	s.began = time.Now()
	var err error
	if s.pty, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: lines, Cols: columns}); err != nil {
		return nil, err
	}
	go func() { _, _ = io.Copy(io.Discard, s.glass) }() // nothing is answered; ends with the screen
	go func() {
		defer close(s.chunks)
		buffer := make([]byte, 1<<16)
		for {
			n, err := s.pty.Read(buffer)
			if n > 0 {
				s.chunks <- chunk{time.Now(), bytes.Clone(buffer[:n])}
			}
			if err != nil {
				return
			}
		}
	}()
	return s, nil
}

// end ends the program, and waits until what read from it has ended.
func (s *screen) end() {
	_ = s.cmd.Process.Kill()
	go func() {
		_ = s.cmd.Wait()
		_ = s.pty.Close()
	}()
	for range s.chunks {
	}
	_ = s.glass.InputPipe().(io.Closer).Close()
}

// take waits for the next chunk. ok is false where none comes within d.
func (s *screen) take(d time.Duration) (c chunk, ok bool, err error) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case c, open := <-s.chunks:
		if !open {
			return chunk{}, false, fmt.Errorf("the program has ended: %s", s.glass)
		}
		_, err := s.glass.Write(c.data)
		return c, true, err
	case <-timer.C:
		return chunk{}, false, nil
	}
}

// until waits until the screen has the pattern after something more was drawn, and gives the time when it had.
func (s *screen) until(pattern *regexp.Regexp) (time.Time, error) {
	for end := time.Now().Add(patience); ; {
		c, ok, err := s.take(time.Until(end))
		if err != nil {
			return time.Time{}, err
		}
		if !ok {
			return time.Time{}, fmt.Errorf("%s never came: %s", pattern, s.glass)
		}
		if pattern.MatchString(s.glass.String()) {
			return c.at, nil
		}
	}
}

// rest waits until nothing is drawn any more, and gives how many bytes were.
func (s *screen) rest() (n int, err error) {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		c, ok, err := s.take(quiet)
		if err != nil || !ok {
			return n, err
		}
		n += len(c.data)
	}
	return n, errors.New("it never stops drawing")
}

// press types a key and gives the time to the first output, and how many bytes came until nothing did.
func (s *screen) press(key string) (time.Duration, int, error) {
	if _, err := s.rest(); err != nil { // what it drew meanwhile is no answer
		return 0, 0, err
	}
	began := time.Now()
	if _, err := s.pty.WriteString(key); err != nil {
		return 0, 0, err
	}
	first, ok, err := s.take(patience)
	if err != nil {
		return 0, 0, err
	}
	if !ok {
		return 0, 0, fmt.Errorf("the key %q changes nothing", key)
	}
	n, err := s.rest()
	return first.at.Sub(began), n + len(first.data), err
}

// open starts the program and waits until it shows the list and rests. took is the time to the first frame.
func (p *program) open(ctx context.Context) (s *screen, took time.Duration, err error) {
	if s, err = p.start(ctx); err != nil {
		return nil, 0, err
	}
	at, err := s.until(regexp.MustCompile(regexp.QuoteMeta(p.text)))
	if err == nil {
		_, err = s.rest()
	}
	for _, key := range p.before {
		if err == nil {
			_, _, err = s.press(key)
		}
	}
	if err != nil {
		s.end()
		return nil, 0, err
	}
	return s, at.Sub(s.began), nil
}
