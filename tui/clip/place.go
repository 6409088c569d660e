package clip

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"golang.org/x/term"
)

// Place is where the person sits, for a record of what was done. It is as good as the environment, which that person can set.
type Place struct {
	Origin string // the address that the SSH session came from; empty where there is none
	TTY    string // the terminal; inside tmux that of the one who typed last; empty where it has no name
}

// Where finds out where the person sits now. Inside tmux it asks tmux, because a pane outlives the sessions that show it. If the system
// does not tell where the person who is typing comes from, Origin is the address of the terminal that attached last.
func Where(ctx context.Context, getenv func(string) string) Place {
	return where(ctx, getenv, newTmux(getenv))
}

func where(ctx context.Context, getenv func(string) string, t tmux) Place {
	s := look(ctx, getenv, t)
	if s.client != "" {
		return Place{Origin: s.origin, TTY: s.client}
	}
	return Place{Origin: s.origin, TTY: ttyName(getenv)}
}

// originOf reads the address of the client from what sshd puts into SSH_CONNECTION: "client port server port".
func originOf(connection string) string {
	from, _, _ := strings.Cut(connection, " ")
	if addr, err := netip.ParseAddr(from); err == nil {
		return addr.String()
	}
	return ""
}

// ttyName is the name of the terminal of this process, where the system or sshd tells it.
func ttyName(getenv func(string) string) string {
	for _, f := range []*os.File{os.Stdin, os.Stderr, os.Stdout} {
		if !term.IsTerminal(int(f.Fd())) {
			continue
		}
		if name, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", f.Fd())); err == nil { // Linux
			return name
		}
	}
	return getenv("SSH_TTY")
}
