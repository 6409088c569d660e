package clip

import (
	"testing"
)

func TestWhereThePersonSits(t *testing.T) {
	pane := "pane|$0|@0|/dev/pts/1|off|3.3a"
	for name, tc := range map[string]struct {
		env  map[string]string
		mux  mux
		want Place
	}{
		"here": {map[string]string{}, mux{}, Place{}},
		"over ssh": {map[string]string{"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "SSH_TTY": "/dev/pts/7"}, mux{},
			Place{"192.0.2.1", "/dev/pts/7"}},
		"over ssh, ipv6": {map[string]string{"SSH_CONNECTION": "2001:db8::1 50000 2001:db8::2 22"}, mux{},
			Place{Origin: "2001:db8::1"}},
		"no address": {map[string]string{"SSH_CONNECTION": "\x1b[2J 1 2 3"}, mux{}, Place{}},
		"tmux over ssh": {map[string]string{"TMUX": "x"}, mux{pane: pane, clients: []string{mine}, ssh: ssh},
			Place{"192.0.2.1", "/dev/pts/1"}},
		"tmux attached anew": {map[string]string{"TMUX": "x", "SSH_CONNECTION": "192.0.2.99 1 2 3"},
			mux{pane: pane, clients: []string{mine}, ssh: ssh}, Place{"192.0.2.1", "/dev/pts/1"}},
		"tmux at home again": {map[string]string{"TMUX": "x", "SSH_CONNECTION": "192.0.2.99 1 2 3"},
			mux{pane: pane, clients: []string{mine}, ssh: "-SSH_CONNECTION"}, Place{TTY: "/dev/pts/1"}},
		"tmux knows nothing of it": {map[string]string{"TMUX": "x", "SSH_CONNECTION": "192.0.2.99 1 2 3"},
			mux{pane: pane, clients: []string{mine}}, Place{"192.0.2.99", "/dev/pts/1"}},
		"tmux, the last one left": {map[string]string{"TMUX": "x"}, mux{pane: pane, clients: []string{mine},
			ssh: "SSH_CONNECTION=192.0.2.99 1 2 3", environ: ssh + "\x00SSH_TTY=/dev/pts/1"}, Place{"192.0.2.1", "/dev/pts/1"}},
		"left over from a dead one": {map[string]string{"TMUX": "x", "SSH_CONNECTION": "192.0.2.1 1 2 3", "SSH_TTY": "/dev/pts/7"},
			mux{down: true}, Place{"192.0.2.1", "/dev/pts/7"}},
	} {
		t.Run(name, func(t *testing.T) {
			getenv := func(name string) string { return tc.env[name] }
			if got := where(t.Context(), getenv, tc.mux.tmux()); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}
