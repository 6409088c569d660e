package clip

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// mux is a tmux that answers from a table and records what it was told.
type mux struct {
	pane    string // what display-message says
	clients []string
	ssh     string // what show-environment says
	down    bool   // it does not answer
	refuses bool   // it cannot load a buffer
	environ string // of the typist's client; empty where the system does not tell
	loaded  []string
	calls   [][]string
}

func (m *mux) tmux() tmux {
	return tmux{pane: "%1", environ: m.environOf, run: func(_ context.Context, stdin []byte, args ...string) (string, error) {
		m.calls = append(m.calls, args)
		if m.down {
			return "", errors.New("no server")
		}
		if args[0] == "load-buffer" {
			if m.refuses {
				return "", errors.New("unknown flag -w")
			}
			m.loaded = append(m.loaded, args[slices.Index(args, "-t")+1]+"="+string(stdin))
			return "", nil
		}
		answer := strings.Join(slices.Concat([]string{m.pane}, m.clients), "\n") + "\n"
		if m.ssh == "" {
			return answer, errors.New("unknown variable: SSH_CONNECTION")
		}
		return answer + m.ssh + "\n", nil
	}}
}

func (m *mux) environOf(pid string) (io.ReadCloser, error) {
	if m.environ == "" || pid != "4711" {
		return nil, errors.New("not known")
	}
	return io.NopCloser(strings.NewReader(m.environ)), nil
}

// typist is the terminal that was typed at last.
func (m *mux) typist() string { return strings.Split(m.pane, "|")[3] }

const (
	mine     = "client|/dev/pts/1|$0|@0|256,clipboard,title|0|xterm-256color|4711"
	other    = "client|/dev/pts/2|$0|@3|256,clipboard|0|foot|77"
	linked   = "client|/dev/pts/3|$9|@0|256,clipboard|0|foot|77"
	stranger = "client|/dev/pts/4|$7|@7|256,clipboard|0|foot|77"
	nested   = "client|/dev/pts/1|$0|@0|256,title|0|tmux-256color|4711"
	control  = "client|client-77|$0|@0||1||78"
	ssh      = "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22"
)

func TestLadderFollowsThePerson(t *testing.T) {
	at := func(client, passthrough, version string) string {
		return "pane|$0|@0|" + client + "|" + passthrough + "|" + version
	}
	for name, tc := range map[string]struct {
		env    string
		mode   Mode
		mux    mux
		broken bool
		want   Via
		views  int
		fails  string
	}{
		"plain, local":                      {want: System},
		"plain, over ssh":                   {env: "SSH_TTY", want: Terminal},
		"plain, over ssh, tmux at home":     {env: "SSH_TTY TERM=tmux-256color", want: NearTmux},
		"plain, over ssh, screen at home":   {env: "SSH_TTY TERM=screen.xterm-256color", want: NearScreen},
		"screen, over ssh, by its own name": {env: "SSH_TTY STY TERM=screen", want: Screen},
		"screen, over ssh":                  {env: "SSH_TTY STY", want: Screen},
		"screen, local":                     {env: "STY", want: System},
		"screen, local without a desktop":   {env: "STY", broken: true, want: Screen},
		"tmux, local": {env: "TMUX", mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}},
			want: System, views: 1},
		"tmux, local without a desktop": {env: "TMUX", broken: true,
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}}, want: Tmux, views: 1},
		"tmux, attached over ssh": {env: "TMUX",
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}, ssh: ssh}, want: Tmux, views: 1},
		"tmux, over ssh, others elsewhere": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine, stranger}}, want: Tmux, views: 1},
		"tmux, begun over ssh, now local": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}, ssh: "-SSH_CONNECTION"}, want: System, views: 1},
		"tmux, over ssh, a local one came and went": {env: "TMUX", mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine},
			ssh: "-SSH_CONNECTION", environ: "HOME=/\x00" + ssh + "\x00"}, want: Tmux, views: 1},
		"tmux, local, one over ssh came and went": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}, ssh: ssh, environ: "HOME=/\x00"}, want: System, views: 1},
		"tmux, two viewers": {env: "TMUX",
			mux: mux{pane: at("/dev/pts/1", "on", "3.3a"), clients: []string{mine, other}}, want: Tmux, views: 2},
		"tmux, a linked window": {env: "TMUX",
			mux: mux{pane: at("/dev/pts/1", "on", "3.3a"), clients: []string{linked, mine}}, want: Tmux, views: 2},
		"tmux, two viewers, refuses": {env: "TMUX",
			mux: mux{pane: at("/dev/pts/1", "on", "3.3a"), clients: []string{mine, other}, refuses: true}, fails: "2 terminals show"},
		"tmux in tmux": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "on", "3.3a"), clients: []string{nested}}, want: Passthrough, views: 1},
		"tmux in tmux, no passthrough": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{nested}}, want: Tmux, views: 1},
		"tmux refuses, passes on": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "all", "3.4"), clients: []string{mine}, refuses: true}, want: Passthrough, views: 1},
		"tmux before 3.2": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "", "3.1c"), clients: []string{mine}, refuses: true}, want: Passthrough, views: 1},
		"tmux refuses, passes nothing on": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "off", "3.4"), clients: []string{mine}, refuses: true}, want: Terminal, views: 1},
		"tmux -CC": {env: "TMUX SSH_TTY",
			mux: mux{pane: at("client-77", "on", "3.4"), clients: []string{control}}, want: Terminal, views: 1},
		"tmux, nobody attached": {env: "TMUX SSH_TTY", mux: mux{pane: at("", "on", "3.4")}, fails: "nobody is attached"},
		"tmux is gone":          {env: "TMUX SSH_TTY", mux: mux{down: true}, want: Terminal},
		"system by config, over ssh in tmux": {env: "TMUX SSH_TTY", mode: SystemOnly,
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}}, want: System, views: 1},
		"terminal's by config, local, in tmux": {env: "TMUX", mode: OSC52,
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}}, want: Tmux, views: 1},
		"screen inside tmux: tmux knows better": {env: "TMUX STY SSH_TTY",
			mux: mux{pane: at("/dev/pts/1", "off", "3.3a"), clients: []string{mine}}, want: Tmux, views: 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desktop{}
			if tc.broken {
				d.err = errors.New("cannot open display")
			}
			if tc.mode == "" {
				tc.mode = Auto
			}
			b := newBoard(Options{Mode: tc.mode, Getenv: func(v string) string {
				for entry := range strings.FieldsSeq(tc.env) {
					if name, value, given := strings.Cut(entry, "="); name == v {
						if given {
							return value
						}
						return "set"
					}
				}
				return ""
			}}, d.native())
			b.tmux = tc.mux.tmux()
			c, err := b.Put(t.Context(), []byte("482913"))
			if tc.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tc.fails) || strings.Contains(err.Error(), "482913") {
					t.Fatalf("error %v", err)
				}
				return
			}
			if kept := strings.Contains(strings.Join(tc.mux.clients, ""), "tmux-256color") ||
				tc.want == Terminal && tc.views > 0 || tc.want == NearTmux || tc.want == NearScreen; c.Kept != kept {
				t.Errorf("a buffer may keep it: %v", c.Kept)
			}
			if err != nil || c.Via != tc.want || c.Viewers != tc.views {
				t.Fatalf("via %v, %d viewers (%v), want %v, %d", c.Via, c.Viewers, err, tc.want, tc.views)
			}
			if names := b.Viewers(t.Context()); len(names) != tc.views || tc.views > 0 && !slices.Contains(names, tc.mux.typist()) {
				t.Errorf("viewers %q, want %d", names, tc.views)
			}
			if got := d.holds() == "482913"; got != (tc.want == System) {
				t.Errorf("on the system clipboard: %v", got)
			}
			want := []string(nil)
			if tc.want == Tmux {
				want = []string{"/dev/pts/1=482913"}
			}
			if !slices.Equal(tc.mux.loaded, want) {
				t.Errorf("tmux got %q, want %q", tc.mux.loaded, want)
			}
			for _, call := range tc.mux.calls {
				if strings.Contains(strings.Join(call, " "), "482913") {
					t.Errorf("the value is among the arguments: %q", call)
				}
				if call[0] == "load-buffer" && !slices.Contains(call, "delete-buffer") {
					t.Errorf("the buffer stays: %q", call)
				}
			}
		})
	}
}

func TestClientsEnvironment(t *testing.T) {
	long := "LS_COLORS=" + strings.Repeat("SSH_CONNECTION=1 ", 1000)
	for name, tc := range map[string]struct {
		environ string
		remote  bool
		origin  string
	}{
		"of the desk":          {"HOME=/\x00" + long + "\x00SSH_AUTH_SOCK=/x\x00", false, ""},
		"over ssh":             {"HOME=/\x00" + ssh + "\x00" + long + "\x00", true, "192.0.2.1"},
		"after something long": {long + "\x00" + ssh + "\x00", true, "192.0.2.1"},
		"without its end":      {long + "\x00" + ssh, true, "192.0.2.1"},
		"of the terminal":      {"SSH_TTY=/dev/pts/1\x00", true, ""},
		"emptied":              {"SSH_CONNECTION=\x00SSH_TTY=\x00", false, ""},
		"a long one":           {strings.Repeat("x", 4<<10) + "SSH_TTY=/dev/pts/1\x00", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := seat{remote: !tc.remote, origin: "before"}
			s.readClient(strings.NewReader(tc.environ))
			if s.remote != tc.remote || s.origin != tc.origin {
				t.Errorf("remote %v from %q", s.remote, s.origin)
			}
		})
	}
}

func TestVersions(t *testing.T) {
	for version, want := range map[string]bool{"3.2": true, "3.2a": true, "2.9": true, "3.3": false, "3.3a": false, "3.3-rc": false,
		"next-3.6": false, "4.0": false, "master": false, "": false} {
		if got := older(version, 3, 3); got != want {
			t.Errorf("%q older than 3.3: %v", version, got)
		}
	}
}

func FuzzReadTmux(f *testing.F) {
	f.Add("pane|$0|@0|/dev/pts/1|on|3.3a\n" + mine + "\n" + ssh)
	f.Add("pane|||||\nclient|||||\n-SSH_CONNECTION")
	f.Fuzz(func(t *testing.T, answer string) {
		var s seat
		s.readTmux(answer)
		if len(s.viewers) > strings.Count(answer, "client|") {
			t.Errorf("%d viewers", len(s.viewers))
		}
		via, err := s.fallback()
		if (via == Nowhere) != (err != nil) {
			t.Errorf("via %v (%v)", via, err)
		}
	})
}

func TestChildrenGetNoSecrets(t *testing.T) {
	got := bareEnv([]string{"PATH=/bin", "FINHUB_TOKEN=s3cret", "LC_ALL=C", "TMUX=/tmp/x,1,0", "AWS_SECRET=1", "DISPLAY=:0", "BROKEN"})
	if want := []string{"PATH=/bin", "LC_ALL=C", "TMUX=/tmp/x,1,0", "DISPLAY=:0"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
