package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
)

// sinks are outputs that take nothing.
var sinks = map[string]func(*testing.T) *os.File{
	"a reader that went away": func(t *testing.T) *os.File {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = read.Close()
		t.Cleanup(func() { _ = write.Close() })
		return write
	},
	"a full disk": func(t *testing.T) *os.File {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = full.Close() })
		return full
	},
}

// ran is how a process ended.
type ran struct {
	code   int            // -1 where a signal ended it
	signal syscall.Signal // that one
	said   string         // on stderr, where that is not the sink too
}

// runInto runs cardwallet with its output, and with both its error output, going to a sink.
func runInto(t *testing.T, config string, sink *os.File, both bool, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	defer cancel()
	cmd := exec.CommandContext(ctx, linkProgram(t, t.TempDir(), "cardwallet"), args...)
	cmd.Args[0] = "cardwallet"
	cmd.Env = []string{"HOME=" + t.TempDir(), "TERM=xterm", "CARDWALLET_CONFIG=" + config, "PATH=" + os.Getenv("PATH")}
	var said bytes.Buffer
	if cmd.Stdout, cmd.Stderr = sink, &said; both {
		cmd.Stderr = sink
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("cardwallet %q: %v", args, err)
	}
	r := ran{code: cmd.ProcessState.ExitCode(), said: said.String()}
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		r.signal = status.Signal()
	}
	return r
}

// TestTheExitCodeIsTheOutcomeWhoeverReads: what became of money and cards is told by the exit code also when nobody takes the words.
func TestTheExitCodeIsTheOutcomeWhoeverReads(t *testing.T) {
	t.Parallel()
	box, config, card := boxWith(t, sandbox.Options{StepDelay: time.Nanosecond})
	fin := usableCard(t, box, sandbox.IssuerFinHub)
	var cards []string
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := box.Truth(id); truth.Status == "Normal" && id != fin {
			cards = append(cards, "fin/"+id)
		}
	}
	if len(cards) < 2 {
		t.Fatal("too few cards to freeze")
	}
	amount := 20
	topUp := func(card string, more ...string) func() []string {
		return func() []string {
			amount++
			return append([]string{"topup", card, fmt.Sprint(amount), "--yes", "--override-open"}, more...)
		}
	}
	frozen := false
	freeze := func(more ...string) func() []string {
		return func() []string {
			frozen = !frozen
			return append(append([]string{"cards", map[bool]string{true: "freeze", false: "unfreeze"}[frozen]}, cards[:2]...),
				append(more, "--yes")...)
		}
	}
	for _, test := range []struct {
		name, fault string
		args        func() []string
		code        int
		told        string // on stderr
	}{
		{"done", "", topUp("fin/" + fin), run.ExitDone, " is success, which could not be printed"},
		{"done, as JSON", "", topUp("fin/"+fin, "--json"), run.ExitDone, " is success, which could not be printed"},
		{"done without order numbers", "", topUp(card), run.ExitDone, " is success, which could not be printed"},
		{"followed", "finhub:/card/deposit:drop-after:1", topUp("fin/" + fin), run.ExitDone, " is not final yet, asking fin"},
		{"refused before it is sent", "", topUp(card + "x"), run.ExitNothing, ""},
		{"refused", "finhub:/card/deposit:fail:1", topUp("fin/" + fin), run.ExitRefused, ""},
		{"refused, as JSON", "finhub:/card/deposit:fail:1", topUp("fin/"+fin, "--json"), run.ExitRefused, "which could not be printed"},
		{"many", "", freeze(), run.ExitDone, " is success, which could not be printed"},
		{"many, as JSON", "", freeze("--json"), run.ExitDone, " is success, which could not be printed"},
		{"a new card", "", func() []string {
			amount++
			return []string{"--profile", "ads", "cards", "create", fmt.Sprint(amount), "--name", "M", "--yes"}
		}, run.ExitDone, ""},
		{"a label", "", func() []string { return []string{"cards", "label", card, "march"} }, run.ExitDone, "cannot be written"},
		{"reconciled", "", func() []string { return []string{"activity", "--reconcile"} }, run.ExitDone, "cannot be written"},
	} {
		for name, sink := range sinks {
			for _, both := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %s, both %v", test.name, name, both), func(t *testing.T) {
					if test.fault != "" {
						fault, err := sandbox.ParseFault(test.fault)
						if err != nil {
							t.Fatal(err)
						}
						if err := box.SetFault(fault); err != nil {
							t.Fatal(err)
						}
						defer box.ClearFaults()
					}
					args := test.args()
					got := runInto(t, config, sink(t), both, args...)
					if got.code != test.code || got.signal != 0 {
						t.Errorf("cardwallet %q: exit code %d, %v; want %d\n%s", args, got.code, got.signal, test.code, got.said)
					}
					if !both && !strings.Contains(got.said, test.told) {
						t.Errorf("cardwallet %q says\n%s", args, got.said)
					}
				})
			}
		}
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

// TestUnknownIsToldWhoeverReads has an issuer without order numbers break the connection after it paid.
func TestUnknownIsToldWhoeverReads(t *testing.T) {
	t.Parallel()
	for name, sink := range sinks {
		for _, both := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, both %v", name, both), func(t *testing.T) {
				t.Parallel()
				box, config, card := askingBox(t)
				breaks, err := sandbox.ParseFault("aurex:/topup:drop-after:1")
				if err != nil {
					t.Fatal(err)
				}
				if err := box.SetFault(breaks); err != nil {
					t.Fatal(err)
				}
				before := applied(box)
				if got := runInto(t, config, sink(t), both, "topup", card, "23", "--yes"); got.code != run.ExitUnknown || got.signal != 0 {
					t.Errorf("exit code %d, %v\n%s", got.code, got.signal, got.said)
				}
				if n := applied(box) - before; n != 1 {
					t.Fatalf("applied %d times", n)
				}
				if n := orderIDs(t, config, client.MovementUnknown); len(n) != 1 {
					t.Fatalf("%d movements are unknown", len(n))
				}
				// Deciding it by hand counts, whether that can be told or not.
				id := orderIDs(t, config, client.MovementUnknown)[0]
				if got := runInto(t, config, sink(t), both, "activity", "mark", id, "success", "--reason", "seen"); got.code != run.ExitDone ||
					got.signal != 0 {
					t.Errorf("marked: exit code %d, %v\n%s", got.code, got.signal, got.said)
				}
				if n := orderIDs(t, config, client.MovementSucceeded); len(n) != 1 || n[0] != id {
					t.Errorf("%q succeeded, want %s", n, id)
				}
			})
		}
	}
}

// orderIDs are the orders of a box's journal that have a status.
func orderIDs(t *testing.T, config string, status client.MovementStatus) (ids []string) {
	t.Helper()
	book := run.NewJournal(filepath.Join(filepath.Dir(config), "state", "journal.db"), nil)
	defer book.Close()
	rows, err := book.Movements(t.Context(), client.MovementFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range rows {
		if m.Status == status {
			ids = append(ids, m.OrderID)
		}
	}
	return ids
}

// TestOutputThatCannotBeWrittenIsAFailure: what only tells something has failed where it could not, and says so in one sentence.
func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Parallel()
	_, config, card := askingBox(t)
	for _, line := range []string{
		"--help", "topup --help", "--version", "man", "completion bash", "config path", "config path --json", "config check",
		"config check --json",
		"config show", "config example", "doctor --offline", "doctor --offline --json", "cards", "cards --json", "cards show " + card, "balances",
		"types", "transactions " + card, "transactions --csv", "transactions --jsonl", "activity", "activity --json",
		"audit show", "audit verify", "holders", "deposits", "mcc food", "keys public", "keys check", "topup " + card + " 20 --dry-run",
	} {
		t.Run(line, func(t *testing.T) {
			got := runInto(t, config, sinks["a full disk"](t), false, strings.Fields(line)...)
			if got.code != run.ExitFailed || got.signal != 0 {
				t.Errorf("exit code %d, %v", got.code, got.signal)
			}
			told := "cardwallet: the output cannot be written: no space left on device\n"
			if wantsJSON(strings.Fields(line)) {
				told = `"message":"the output cannot be written: no space left on device"`
			}
			if n := strings.Count(got.said, "no space left"); n != 1 || !strings.Contains(got.said, told) {
				t.Errorf("it says\n%s", got.said)
			}
			if strings.Contains(got.said, "--help") {
				t.Errorf("a full disk is called wrong use:\n%s", got.said)
			}
			if got := runInto(t, config, sinks["a full disk"](t), true, strings.Fields(line)...); got.code != run.ExitFailed {
				t.Errorf("with both: exit code %d", got.code)
			}
		})
	}
}

// TestReadingEndsQuietlyWithItsReader: as other programs do, by the signal.
func TestReadingEndsQuietlyWithItsReader(t *testing.T) {
	t.Parallel()
	_, config, card := askingBox(t)
	for _, line := range []string{"--help", "man", "config example", "cards", "cards --json", "cards show " + card, "transactions " + card,
		"activity"} {
		got := runInto(t, config, sinks["a reader that went away"](t), false, strings.Fields(line)...)
		if got.signal != syscall.SIGPIPE || strings.Contains(got.said, "cardwallet:") {
			t.Errorf("%s: exit code %d, %v\n%s", line, got.code, got.signal, got.said)
		}
	}
}

// TestAWatchEndsWithItsReader: "otp --watch | head -1" ends when head does, and not with the next code, which may never come.
func TestAWatchEndsWithItsReader(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	for _, args := range [][]string{{"otp", "--watch", "--json", card}, {"otp", "--watch", "--quiet", card}} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c := command(t, "cardwallet", config, args...)
		var said strings.Builder
		c.Stdout, c.Stderr = write, &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		_ = write.Close()
		box.PurchaseSoon(strings.TrimPrefix(card, "ads/"), 0)
		if _, err := bufio.NewReader(read).ReadString('\n'); err != nil {
			t.Fatalf("%v: no code came: %v\n%s", args, err, said.String())
		}
		_ = read.Close()
		if err := c.Wait(); err != nil || said.Len() > 0 {
			t.Errorf("%v: %v\n%s", args, err, said.String())
		}
	}
}
