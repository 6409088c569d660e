//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client/sandbox"
	"cardwallet/tui/dialog"
	"cardwallet/tui/tuitest"
)

// server is a real sshd on this machine, which lets in the user that runs the test.
type server struct {
	d    *desk
	port string
	user string
}

// sshd starts one with a host key, a login key and settings of its own.
func (d *desk) sshd() *server {
	d.t.Helper()
	const program = "/usr/sbin/sshd" // it starts itself again for each connection, and wants its whole path for that
	who, err := user.Current()
	if err != nil {
		d.t.Fatal(err)
	}
	if who.Uid == "0" {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil { // where its unprivileged part is locked in
			d.t.Fatal(err)
		}
	}
	for _, name := range []string{"host", "login"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", d.path(name)).CombinedOutput(); err != nil {
			d.t.Fatalf("ssh-keygen: %v: %s", err, out)
		}
	}
	s := &server{d: d, port: freePort(d.t), user: who.Username}
	var environment strings.Builder
	for _, entry := range d.env() {
		if !strings.HasPrefix(entry, "TERM=") { // that is the client's
			fmt.Fprintf(&environment, " %q", entry)
		}
	}
	config := fmt.Sprintf("ListenAddress 127.0.0.1\nPort %s\nHostKey %s\nAuthorizedKeysFile %s\nPidFile none\nStrictModes no\nUsePAM no\n"+
		"PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nPermitUserRC no\nPrintMotd no\n"+
		"PrintLastLog no\nSetEnv%s\n",
		s.port, d.path("host"), d.path("login.pub"), environment.String())
	if err := os.WriteFile(d.path("sshd.conf"), []byte(config), 0o600); err != nil {
		d.t.Fatal(err)
	}
	public, err := os.ReadFile(d.path("host.pub"))
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(d.path("known"), fmt.Appendf(nil, "[127.0.0.1]:%s %s", s.port, public), 0o600); err != nil {
		d.t.Fatal(err)
	}
	var log bytes.Buffer
	cmd := exec.Command(program, "-D", "-e", "-f", d.path("sshd.conf"))
	cmd.Env, cmd.Stderr = []string{"PATH=" + os.Getenv("PATH")}, &log
	cmd.WaitDelay = time.Second // a session that still runs holds the log open
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if d.t.Failed() {
			d.t.Logf("sshd: %s", log.String())
		}
	})
	eventually(d.t, "sshd listens", func() string { return s.port }, func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+s.port)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return s
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// in is the server for a subtest.
func (s *server) in(t *testing.T) *server {
	d := *s.d
	d.t = t
	return &server{d: &d, port: s.port, user: s.user}
}

// connect runs a command in a session, in front of a terminal at the other end.
func (s *server) connect(command string) *terminal {
	s.d.t.Helper()
	return s.d.terminal([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.d.dir, "TERM=xterm-256color"}, "ssh", "-F", "none", "-e", "none",
		"-tt", "-p", s.port, "-i", s.d.path("login"),
		"-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile="+s.d.path("known"),
		"-o", "GlobalKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", s.user+"@127.0.0.1", command)
}

// shell gives a session with a shell, in a tmux there or without one. It leaves the id of the sshd process of the session in a file.
func (s *server) shell(inTmux bool) *terminal {
	s.d.t.Helper()
	command := "echo $PPID >session; exec sh"
	if inTmux {
		if err := os.WriteFile(s.d.path("tmux.conf"), nil, 0o600); err != nil {
			s.d.t.Fatal(err)
		}
		s.d.t.Cleanup(func() {
			cmd := exec.Command("tmux", "-L", "there", "kill-server")
			cmd.Env = s.d.env()
			_ = cmd.Run()
		})
		command = fmt.Sprintf("echo $PPID >session; exec tmux -L there -f %s new-session -A -s work sh", s.d.path("tmux.conf"))
	}
	return s.connect("cd " + s.d.dir + "; export PS1='ready> '; " + command) // bash drops it on the way here
}

// screen is what the person at the other end sees now.
func (term *terminal) screen() string {
	lines := strings.Split(tuitest.Replay(term.text(), 100, 24), "\n")
	return strings.Join(lines[max(0, len(lines)-24):], "\n")
}

// sees waits until the screen shows a pattern.
func (term *terminal) sees(pattern string) {
	term.t.Helper()
	re := regexp.MustCompile(pattern)
	eventually(term.t, "the screen shows "+pattern, term.screen, func() bool { return re.MatchString(term.screen()) })
}

// confirms answers what the screen asks as person.confirms does.
func (term *terminal) confirms(pattern string) {
	term.t.Helper()
	done, early := regexp.MustCompile(pattern), regexp.MustCompile("press the key once")
	for again := true; again; {
		term.types("j")
		time.Sleep(dialog.Grace + dialog.Grace/4)
		term.types("y")
		eventually(term.t, "the screen shows "+pattern, term.screen, func() bool {
			again = !done.MatchString(term.screen())
			return !again || early.MatchString(term.screen())
		})
	}
}

// grouped is a pattern for digits as they are drawn, with spaces between some of them.
func grouped(digits string) string { return strings.Join(strings.Split(digits, ""), " ?") }

func (d *desk) cardID() string { return d.card[strings.Index(d.card, "/")+1:] }

// openCard starts the wallet and opens the card.
func (d *desk) openCard(term *terminal) {
	d.t.Helper()
	profile, id, _ := strings.Cut(d.card, "/")
	term.types(d.exe + " --profile " + profile + "\r")
	term.sees("1 of")
	term.types("/" + id + "\r")
	term.sees(`1 of 1\b`)
	term.types("\r")
	term.sees("v reveal")
}

func ways(t *testing.T, test func(t *testing.T, d *desk, s *server, inTmux bool)) {
	for name, inTmux := range map[string]bool{"plain": false, "tmux": true} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			test(t, d, d.sshd(), inTmux)
			if inTmux {
				d.noBuffers("there")
			}
		})
	}
}

// The whole flow over a connection: list, reveal, copy, a code that counts down, copy that, a top-up.
func TestSSHSession(t *testing.T) {
	ways(t, func(t *testing.T, d *desk, s *server, inTmux bool) {
		term := s.shell(inTmux)
		term.sees("ready>")
		d.openCard(term)

		if strings.Contains(term.text(), d.number) || regexp.MustCompile(grouped(d.number)).MatchString(term.text()) {
			t.Error("the number is on the screen before it is asked for")
		}
		term.types("v")
		term.sees(grouped(d.number))
		term.types("c")
		term.sees("sent to your terminal")
		term.gets(d.number)
		term.gets(d.number, " ")

		code, err := d.box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: d.cardID(), Merchant: "Harbour Books"})
		if err != nil {
			t.Fatal(err)
		}
		term.types("o")
		term.sees("Harbour Books")
		term.sees(`[45]:[0-5][0-9]`)
		term.types("c")
		term.gets(d.number, " ", code.Value)
		term.gets(d.number, " ", code.Value, " ")

		term.types("\x1b")
		term.sees("v reveal")
		before, wallet := d.balances(sandbox.IssuerFinHub)
		term.types("t")
		term.sees("amount")
		term.types("50\r")
		term.sees("no other key confirms")
		term.confirms("topped up")
		after, left := d.balances(sandbox.IssuerFinHub)
		if gained := after.Sub(before); !gained.Equal(decimal.NewFromInt(50)) || left.GreaterThan(wallet.Sub(gained)) {
			t.Errorf("the card has %s, %s before; the wallet %s, %s before", after, before, left, wallet)
		}
		term.types("q\x03")
		term.sees(`(?m)^(ready> ?)+$`)
	})
}

// balances are what the card and the wallet that pays for it hold.
func (d *desk) balances(issuer string) (card, wallet decimal.Decimal) {
	d.t.Helper()
	truth, ok := d.box.Truth(d.cardID())
	if !ok {
		d.t.Fatalf("no card %s", d.card)
	}
	for _, w := range d.box.Ledger(issuer).Wallets {
		wallet = wallet.Add(w.Available)
	}
	return truth.Balance, wallet
}

// Commands without a screen, in a shell and as the command of the connection, which ends with it: nothing can be cleared then.
func TestSSHCommands(t *testing.T) {
	d := newDesk(t)
	s := d.sshd()
	code, err := d.box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: d.cardID()})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("in a shell", func(t *testing.T) {
		s := s.in(t)
		term := s.shell(false)
		term.sees("ready>")
		term.types(d.copyCommand("said"))
		s.d.expectSaid("said", "number sent to your terminal, unconfirmed; overwritten with a space in "+clearAfter.String())
		term.gets(d.number, " ")
		term.types(d.exe + " otp " + d.card + " --copy\r")
		term.sees("code sent to your terminal, unconfirmed; overwritten with a space in " + clearAfter.String())
		term.gets(d.number, " ", code.Value, " ")
		if strings.Contains(term.text(), code.Value) || strings.Contains(term.text(), d.number) {
			t.Error("what was copied shows")
		}
	})
	for what, command := range map[string]struct{ line, value string }{
		"code":   {"otp " + d.card + " --copy", code.Value},
		"number": {"cards show " + d.card + " --copy number", d.number},
	} {
		t.Run("alone, "+what, func(t *testing.T) {
			term := s.in(t).connect("exec " + d.exe + " " + command.line)
			term.sees(what + " sent to your terminal, unconfirmed; stays there until you copy something else")
			term.gets(command.value)
			if strings.Contains(term.text(), command.value) {
				t.Error("what was copied shows")
			}
		})
	}
}

// The connection breaks while a top-up is under way. Whoever comes back finds it, and it took effect once.
func TestSSHCutDuringTopUp(t *testing.T) {
	for name, cut := range map[string]func(t *testing.T, d *desk, term *terminal){
		"client killed": func(t *testing.T, _ *desk, term *terminal) {
			if err := term.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		},
		"server killed": func(t *testing.T, d *desk, _ *terminal) {
			if err := syscall.Kill(d.readPID("session"), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		},
	} {
		for _, issuer := range []string{sandbox.IssuerFinHub, sandbox.IssuerAurex} {
			t.Run(name+", "+issuer, func(t *testing.T) {
				ways(t, func(t *testing.T, d *desk, s *server, inTmux bool) { cutDuringTopUp(t, d, s, inTmux, issuer, cut) })
			})
		}
	}
}

func cutDuringTopUp(t *testing.T, d *desk, s *server, inTmux bool, issuer string, cut func(*testing.T, *desk, *terminal)) {
	path := "/card/deposit"
	if issuer == sandbox.IssuerAurex {
		path = "*/topup"
		d.card = d.usable("ads")
	}
	if err := d.box.SetFault(sandbox.Fault{Issuer: issuer, Path: path, Kind: sandbox.FaultLatency, Delay: 3 * time.Second}); err != nil {
		t.Fatal(err)
	}
	before, _ := d.balances(issuer)
	term := s.shell(inTmux)
	term.sees("ready>")
	term.types("echo $$ >shell\r")
	d.openCard(term)
	term.types("t")
	term.sees("amount")
	term.types("60\r")
	term.sees("no other key confirms")
	term.confirms("written down here")
	eventually(t, "the request arrives", term.screen, func() bool { return d.asked(issuer, path) })
	cut(t, d, term)
	d.box.ClearFaults()
	if !inTmux { // the shell and the wallet in it got a hang-up
		eventually(t, "the session ends", func() string { return fmt.Sprint(d.readPID("shell")) },
			func() bool { return syscall.Kill(d.readPID("shell"), 0) != nil })
	}

	back := s.shell(inTmux)
	if inTmux {
		back.sees("topped up")
		back.types("q\x03")
		back.sees(`(?m)^(ready> ?)+$`)
	} else {
		back.sees("ready>")
	}
	var rows []struct {
		CardID string `json:"card_id"`
		Amount string `json:"amount"`
		Status string `json:"status"`
	}
	eventually(t, "the movement is settled", func() string { return fmt.Sprintf("%+v", rows) }, func() bool {
		cmd := exec.Command(d.exe, "--json", "activity", "--reconcile")
		cmd.Env = d.env()
		out, _ := cmd.Output() // exit 7 while the outcome is open
		if err := json.Unmarshal(out, &rows); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return len(rows) == 1 && (rows[0].Status == "success" || rows[0].Status == "failed")
	})
	after, _ := d.balances(issuer)
	applied := 0
	for _, m := range d.box.Ledger(issuer).Movements {
		if m.CardID == d.cardID() && m.Amount.Equal(decimal.NewFromInt(60)) {
			applied += m.Applied
		}
	}
	want := map[string]int{"success": 1, "failed": 0}[rows[0].Status]
	if rows[0].CardID != d.cardID() || rows[0].Amount != "60.00" || applied != want ||
		!after.Sub(before).Equal(decimal.NewFromInt(int64(60*want))) {
		t.Errorf("the journal says %+v; it took effect %d times, the card had %s and has %s", rows[0], applied, before, after)
	}
	back.types(d.exe + " activity\r")
	back.sees(map[string]string{"success": `\bdone\b`, "failed": "failed"}[rows[0].Status])
}

// usable finds an active card of a profile.
func (d *desk) usable(profile string) (card string) {
	d.t.Helper()
	cmd := exec.Command(d.exe, "--profile", profile, "--json", "cards")
	cmd.Env = d.env()
	var cards []struct{ Profile, ID, Status string }
	d.decode(cmd, &cards)
	for _, c := range cards {
		if c.Status == "active" {
			card = c.Profile + "/" + c.ID
		}
	}
	return card
}

// asked reports whether a request to a path has come.
func (d *desk) asked(issuer, path string) bool {
	for _, r := range d.box.Requests() {
		if r.Issuer == issuer && strings.HasSuffix(r.Path, strings.TrimPrefix(path, "*")) {
			return true
		}
	}
	return false
}

func (d *desk) readPID(name string) (id int) {
	d.t.Helper()
	text, err := os.ReadFile(d.path(name))
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := fmt.Sscan(string(text), &id); err != nil {
		d.t.Fatal(err)
	}
	return id
}
