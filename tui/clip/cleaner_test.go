package clip

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// cleaning is a cleaner at work, in virtual time.
type cleaning struct {
	t     *testing.T
	d     *desktop
	mux   *mux
	pipe  *io.PipeWriter
	task  task
	ended chan error
	stop  context.CancelFunc
}

// startCleaning has 482913 on the clipboard and a cleaner that clears it in 30 s.
func startCleaning(t *testing.T, via Via, c claim) *cleaning {
	t.Helper()
	read, write := io.Pipe()
	k := &cleaning{t: t, d: &desktop{text: "482913"}, mux: &mux{}, pipe: write, ended: make(chan error, 1)}
	key := []byte(strings.Repeat("k", 32))
	k.task = task{Via: via, Client: "/dev/pts/1", Key: key, Sum: hash(key, []byte("482913")), Wait: 30 * time.Second, Claim: c.path,
		ID: c.id}
	ctx, stop := context.WithCancel(t.Context())
	k.stop = stop
	go func() {
		err := clean(ctx, read, k.d.native(), k.mux.tmux())
		_ = read.Close()
		k.ended <- err
	}()
	line, err := json.Marshal(k.task)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(line), "482913") {
		t.Errorf("the task holds the value: %s", line)
	}
	if _, err := write.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	return k
}

// after moves the time and reports whether the cleaner ended by then.
func (k *cleaning) after(d time.Duration) bool {
	k.t.Helper()
	time.Sleep(d)
	synctest.Wait()
	select {
	case err := <-k.ended:
		if err != nil {
			k.t.Error(err)
		}
		_ = k.pipe.Close()
		k.stop()
		return true
	default:
		return false
	}
}

func (k *cleaning) expect(ended bool, after time.Duration, holds string) {
	k.t.Helper()
	if got := k.after(after); got != ended || k.d.holds() != holds {
		k.t.Errorf("ended %v, the clipboard holds %q; want %v, %q", got, k.d.holds(), ended, holds)
	}
}

func TestCleanerClearsWhenTheProgramIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := startCleaning(t, System, claim{})
		_ = k.pipe.Close()
		k.expect(false, 29*time.Second, "482913")
		k.expect(true, 2*time.Second, "")
	})
}

func TestCleanerComesLaterWhileTheProgramLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := startCleaning(t, System, claim{})
		k.expect(false, 31*time.Second, "482913")
		k.expect(true, 3*time.Second, "")
	})
}

func TestCleanerIsDismissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := startCleaning(t, System, claim{})
		if _, err := io.WriteString(k.pipe, done); err != nil {
			t.Fatal(err)
		}
		k.expect(true, 0, "482913")
	})
}

func TestCleanerEndsEarlyRatherThanNever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := startCleaning(t, System, claim{})
		synctest.Wait()
		k.stop()
		k.expect(true, 0, "")
	})
}

func TestCleanerLeavesAloneWhatWasCopiedSince(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := startCleaning(t, System, claim{})
		_ = k.pipe.Close()
		k.d.copyElsewhere("lunch at one")
		k.expect(true, 31*time.Second, "lunch at one")
	})
}

func TestOneCleanerForOneClipboard(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		first, second, elsewhere := newClaim(dir, "tmux a"), newClaim(dir, "tmux a"), newClaim(dir, "tmux b")
		first.take()
		old := startCleaning(t, Tmux, first)
		_ = old.pipe.Close()
		elsewhere.take()
		old.expect(false, time.Second, "482913")
		second.take()
		old.expect(true, time.Second, "482913")
		if len(old.mux.loaded) != 0 {
			t.Errorf("the old cleaner overwrote the newer value: %q", old.mux.loaded)
		}
		replaced := startCleaning(t, Tmux, second)
		_ = replaced.pipe.Close()
		replaced.expect(true, 31*time.Second, "482913")
		if want := []string{"/dev/pts/1= "}; !slices.Equal(replaced.mux.loaded, want) {
			t.Errorf("tmux got %q, want %q", replaced.mux.loaded, want)
		}
	})
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left %v (%v): only the other clipboard's claim should be there", left, err)
	}
}

// Two runs of the program use one terminal: the older one must not blank what the newer one sent.
func TestClearLeavesTheTerminalToTheNewerRun(t *testing.T) {
	opts := seated(Auto, true)
	opts.Dir = t.TempDir()
	a, b := newBoard(opts, (&desktop{}).native()), newBoard(opts, (&desktop{}).native())
	first, err1 := a.Put(t.Context(), []byte("111111"))
	second, err2 := b.Put(t.Context(), []byte("222222"))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if via, err := a.Clear(t.Context(), first); via != Nowhere || err != nil {
		t.Errorf("the older one: via %v (%v)", via, err)
	}
	if via, err := b.Clear(t.Context(), second); via != Terminal || err != nil {
		t.Errorf("the newer one: via %v (%v)", via, err)
	}
	if left, _ := filepath.Glob(filepath.Join(opts.Dir, "*")); len(left) != 0 {
		t.Errorf("left %q", left)
	}
}

// A program that was stopped when the time came must not overwrite what the person copied since its cleaner did.
func TestClearLeavesAloneWhatItsCleanerCleared(t *testing.T) {
	for name, tc := range map[string]struct {
		reads, late bool
		ended       error
		want        Via
		err         error
	}{
		"the cleaner did it":    {want: Nowhere, err: ErrCleared},
		"the cleaner ends":      {reads: true, late: true, want: Nowhere, err: ErrCleared},
		"the cleaner waits":     {reads: true, want: Terminal},
		"the cleaner was ended": {ended: errors.New("signal: killed"), want: Terminal},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBoard(seated(Auto, true), (&desktop{}).native())
			c, err := b.Put(t.Context(), []byte("482913"))
			if err != nil {
				t.Fatal(err)
			}
			read, write, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			b.cleaner = &cleaner{pipe: write, ended: make(chan error, 1)}
			if !tc.late {
				b.cleaner.late = time.Now().Add(time.Hour)
			}
			if !tc.reads {
				_ = read.Close()
			}
			if !tc.reads || tc.late {
				b.cleaner.ended <- tc.ended
			}
			if via, err := b.Clear(t.Context(), c); via != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("via %v (%v), want %v (%v)", via, err, tc.want, tc.err)
			}
			if tc.reads {
				want := empty + done
				if tc.late {
					want = empty
				}
				if told, err := io.ReadAll(read); err != nil || string(told) != want {
					t.Errorf("the cleaner was told %q (%v), want %q", told, err, want)
				}
				_ = read.Close()
			}
		})
	}
}

func TestCleanerGoesOnWhenAskedWhetherItIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := startCleaning(t, System, claim{})
		if _, err := io.WriteString(k.pipe, empty); err != nil {
			t.Fatal(err)
		}
		k.expect(false, 31*time.Second, "482913") // the program lives
		k.expect(true, 3*time.Second, "")
	})
}

func TestClaimsOfLongAgoGo(t *testing.T) {
	dir := t.TempDir()
	old, fresh := newClaim(dir, "terminal 1"), newClaim(dir, "terminal 2")
	old.take()
	fresh.take()
	kept := filepath.Join(dir, memoryFile)
	if err := os.WriteFile(kept, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{old.path, kept} {
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-3*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	newClaim(dir, "terminal 3").take()
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(left) != 3 || slices.Contains(left, old.path) || !slices.Contains(left, kept) {
		t.Errorf("left %q", left)
	}
}

func TestCleanerRefusesWhatIsNoOrder(t *testing.T) {
	for _, text := range []string{"", "{}", "{}\n", "hello\n", `{"via":1,"wait":-1}` + "\n", "\x00\n"} {
		d := &desktop{text: "mine"}
		if err := clean(t.Context(), strings.NewReader(text), d.native(), (&mux{}).tmux()); err == nil || d.holds() != "mine" {
			t.Errorf("%q: %v, the clipboard holds %q", text, err, d.holds())
		}
	}
}
