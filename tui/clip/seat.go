package clip

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// seat is where the person sits, as far as it can be known.
type seat struct {
	remote bool   // at another machine
	origin string // the address of that machine, where it is known
	screen bool   // inside GNU screen

	terminal string // its name in terminfo; empty where nobody is attached

	tmux        bool     // inside tmux; the rest is known only then
	client      string   // the terminal of the one who is typing
	pid         string   // of the process that shows tmux there
	control     bool     // whose program draws the panes itself (tmux -CC)
	clipboard   bool     // tmux knows how to set the clipboard of that terminal
	nested      bool     // that terminal is another tmux or screen
	passthrough bool     // tmux lets wrapped sequences through
	viewers     []string // terminals that show this session or window
}

// ErrNobody is returned where tmux runs with no terminal attached.
var ErrNobody = errors.New("nobody is attached to this tmux session: there is no terminal to copy to")

// Remote reports whether the environment is that of an SSH session.
func Remote(getenv func(string) string) bool {
	return getenv("SSH_TTY") != "" || getenv("SSH_CONNECTION") != ""
}

// look finds out where the person sits now: terminals come and go while the program runs.
func look(ctx context.Context, getenv func(string) string, t tmux) seat {
	s := seat{
		remote: Remote(getenv), origin: originOf(getenv("SSH_CONNECTION")), screen: getenv("STY") != "", terminal: getenv("TERM"),
	}
	if getenv("TMUX") == "" {
		return s
	}
	answer, err := t.ask(ctx)
	if err != nil {
		return s // left over from a server that is gone
	}
	s.readTmux(answer)
	if environ, err := t.environ(s.pid); err == nil {
		defer environ.Close()
		s.readClient(environ)
	}
	return s
}

// readClient reads the environment of the tmux client of the person who is typing. That knows best where the person comes from: tmux itself
// keeps the environment of the last client that attached, which may be somebody else's, and gone. Nothing else of the environment stays in
// memory, because it may hold secrets.
func (s *seat) readClient(environ io.Reader) {
	remote, origin := false, ""
	reader := bufio.NewReaderSize(environ, 4<<10)
	for begins := true; ; {
		entry, err := reader.ReadSlice(0)
		name, value, _ := bytes.Cut(bytes.TrimRight(entry, "\x00"), []byte("="))
		switch {
		case !begins || len(value) == 0:
		case string(name) == "SSH_CONNECTION":
			remote, origin = true, originOf(string(value))
		case string(name) == "SSH_TTY":
			remote = true
		}
		clear(entry)
		begins = err == nil // else it is longer than the reader's buffer
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if errors.Is(err, io.EOF) {
				s.remote, s.origin = remote, origin
			}
			return
		}
	}
}

// readTmux reads the answer to tmux.ask. A shell may be older or newer than the SSH session that shows it, so what tmux noted when the last
// terminal attached counts more than the environment of this process.
func (s *seat) readTmux(answer string) {
	s.tmux, s.terminal = true, ""
	var session, window string
	for line := range strings.Lines(answer) {
		line = strings.TrimRight(line, "\r\n")
		f := strings.Split(line, "|")
		switch {
		case f[0] == "pane" && len(f) == 6:
			session, window, s.client = f[1], f[2], f[3]
			s.passthrough = f[4] == "on" || f[4] == "all" || f[4] == "1" || older(f[5], 3, 3) // before 3.3 it was no option
		case f[0] == "client" && len(f) == 8:
			if f[2] == session || f[3] == window {
				s.viewers = append(s.viewers, f[1])
			}
			if f[1] == s.client {
				s.clipboard = strings.Contains(","+f[4]+",", ",clipboard,")
				s.control = f[5] == "1"
				s.terminal, s.pid = f[6], f[7]
				s.nested = strings.HasPrefix(f[6], "tmux") || strings.HasPrefix(f[6], "screen")
			}
		case strings.HasPrefix(line, "SSH_CONNECTION="):
			s.remote, s.origin = true, originOf(strings.TrimPrefix(line, "SSH_CONNECTION="))
		case line == "-SSH_CONNECTION":
			s.remote, s.origin = false, ""
		}
	}
}

// older reports whether a version of tmux ("3.3a", "next-3.6") is below major.minor. One that cannot be read is not.
func older(version string, major, minor int) bool {
	version = strings.TrimPrefix(version, "next-")
	a, rest, ok := strings.Cut(version, ".")
	m, err := strconv.Atoi(a)
	if err != nil || !ok {
		return false
	}
	n, err := strconv.Atoi(strings.TrimRight(rest, "abcdefghijklmnopqrstuvwxyz-"))
	return err == nil && (m < major || m == major && n < minor)
}

// local reports whether the system clipboard is the person's. With several viewers it may belong to only one of them: then the value goes
// to the terminal of the person who is typing.
func (s seat) local() bool { return !s.remote && len(s.viewers) < 2 }

// handsOver reports whether tmux itself should set the clipboard. It should not if it does not know how to but passes sequences on, as
// one tmux inside another does: a sequence then gets further. With several viewers it should all the same, since a sequence would reach
// all of them.
func (s seat) handsOver() bool {
	if !s.tmux || s.client == "" || s.control {
		return false
	}
	return s.clipboard || !s.passthrough || len(s.viewers) > 1
}

// fallback is the way for a sequence. Inside tmux a sequence reaches every viewer, so it is only for a person who is alone.
func (s seat) fallback() (Via, error) {
	switch {
	case s.tmux && s.client == "":
		return Nowhere, ErrNobody
	case s.tmux && len(s.viewers) > 1:
		return Nowhere, fmt.Errorf("%d terminals show this tmux session, and this tmux cannot copy to yours alone\n"+
			"detach the others (tmux detach-client -a), or show the value", len(s.viewers))
	case s.tmux && s.passthrough && !s.control:
		return Passthrough, nil
	case !s.tmux && s.screen:
		return Screen, nil
	case !s.tmux && strings.HasPrefix(s.terminal, "tmux"): // out of its reach: over SSH, or as another user
		return NearTmux, nil
	case !s.tmux && strings.HasPrefix(s.terminal, "screen"):
		return NearScreen, nil
	}
	return Terminal, nil
}
