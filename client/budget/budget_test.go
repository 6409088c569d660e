package budget_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cardwallet/client/budget"
	"cardwallet/client/pace"
)

var key = sha256.Sum256([]byte("what the issuer counts by"))

// clock is the time since a start of the machine.
type clock struct {
	boot string
	at   time.Duration
}

func newClock() *clock                               { return &clock{boot: "first", at: time.Hour} }
func (c *clock) ticks() (string, time.Duration)      { return c.boot, c.at }
func (c *clock) open(path string) *budget.Budget     { return budget.At(path, nil, c.ticks) }
func newPath(t interface{ TempDir() string }) string { return budget.Path(t.TempDir()) }

// ask takes a slot, and wants to be told something.
func ask(t rapid.TB, at pace.Place) (wait, again time.Duration) {
	t.Helper()
	wait, again, ok := at.Ask(context.Background())
	if !ok {
		t.Fatal("the budget cannot be used")
	}
	if again > wait || wait < 0 || wait > 0 && again <= 0 {
		t.Fatalf("wait %v, again in %v", wait, again)
	}
	return wait, again
}

// mostIn is the most of the times that are within any minute.
func mostIn(times []time.Duration) int {
	slices.Sort(times)
	most := 0
	for i, first := range times {
		n, _ := slices.BinarySearch(times[i:], first+time.Minute)
		most = max(most, n)
	}
	return most
}

// Whatever processes do, and end in whatever way: in any 60 s no more requests arrive than the issuer allows, none within a pause, and
// sooner or later there is a slot for everybody who goes on waiting.
func TestLimitHoldsOverAllProcesses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		perMinute := rapid.SampledFrom([]int{1, 2, 3, 7, 20, 60}).Draw(r, "per minute")
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			r.Fatal(err)
		}
		c := newClock()
		path := budget.Path(dir)
		processes := make([]*budget.Budget, 3)
		waiting := make([][]pace.Place, len(processes))
		for n := range processes {
			processes[n] = c.open(path)
		}
		defer func() {
			for _, p := range processes {
				p.Close()
			}
		}()
		var arrived []time.Duration
		var silent time.Duration // nothing before
		send := func() {
			if c.at < silent {
				r.Fatalf("sent %v before the end of the pause", silent-c.at)
			}
			// A request takes its time to the issuer.
			arrived = append(arrived, c.at+rapid.SampledFrom([]time.Duration{0, time.Second, 2500 * time.Millisecond}).Draw(r, "way"))
		}
		try := func(at pace.Place) bool {
			wait, _ := ask(r, at)
			if wait == 0 {
				send()
			}
			return wait == 0
		}
		for range rapid.IntRange(20, 70).Draw(r, "steps") {
			n := rapid.IntRange(0, len(processes)-1).Draw(r, "process")
			switch rapid.IntRange(0, 9).Draw(r, "step") {
			case 0: // one after the other, as fast as it goes
				for range rapid.IntRange(1, 10).Draw(r, "in a row") {
					at := processes[n].Queue(key, perMinute)
					wait, again := ask(r, at)
					for ; wait > 0; wait, again = ask(r, at) {
						c.at += again
					}
					send()
				}
			case 1, 2: // many at once
				for range rapid.IntRange(1, 8).Draw(r, "requests") {
					if at := processes[n].Queue(key, perMinute); !try(at) {
						waiting[n] = append(waiting[n], at)
					}
				}
			case 3, 4:
				c.at += time.Duration(rapid.IntRange(0, 3000).Draw(r, "ms")) * time.Millisecond
			case 5:
				c.at += time.Duration(rapid.IntRange(0, 120).Draw(r, "s")) * time.Second
			case 6: // who waits asks again
				waiting[n] = slices.DeleteFunc(waiting[n], func(at pace.Place) bool { return try(at) })
			case 7: // it ends
				for _, at := range waiting[n] {
					at.Leave()
				}
				processes[n].Close()
				processes[n], waiting[n] = c.open(path), nil
			case 8: // it is killed
				processes[n].Kill()
				processes[n], waiting[n] = c.open(path), nil
			case 9:
				if rapid.IntRange(0, 3).Draw(r, "429") == 0 {
					d := time.Duration(rapid.IntRange(1, 90).Draw(r, "pause")) * time.Second
					processes[n].Pause(key, d)
					silent = max(silent, c.at+min(d, time.Minute))
				}
			}
		}
		if most := mostIn(arrived); most > perMinute {
			r.Fatalf("%d requests in a minute, the limit is %d", most, perMinute)
		}
	})
}

// waiter is a request of a process of its own.
type waiter struct {
	at   pace.Place
	next time.Duration
	got  time.Duration
	asks int
}

// run lets everybody ask when they were told to, until each has a slot.
func run(t *testing.T, c *clock, waiters []*waiter) {
	t.Helper()
	for left := slices.Clone(waiters); len(left) > 0; {
		w := slices.MinFunc(left, func(a, b *waiter) int { return int(a.next - b.next) })
		c.at = max(c.at, w.next)
		wait, again := ask(t, w.at)
		w.asks++
		w.next = c.at + again
		if wait == 0 {
			w.got = c.at
			left = slices.DeleteFunc(left, func(o *waiter) bool { return o == w })
		}
		if w.asks > 200 {
			t.Fatalf("asked %d times in vain", w.asks)
		}
	}
}

func queue(c *clock, b *budget.Budget, n, perMinute int) []*waiter {
	waiters := make([]*waiter, n)
	for i := range waiters {
		waiters[i] = &waiter{at: b.Queue(key, perMinute), next: c.at + time.Duration(i)*time.Millisecond}
	}
	return waiters
}

// 160 processes at 60 a minute come one after the other, in the order in which they began, and none asks often.
func TestNobodyStarves(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	var waiters []*waiter
	for n := range 160 {
		b := c.open(path)
		defer b.Close()
		waiters = append(waiters, queue(c, b, 1, 60)...)
		waiters[n].next += time.Duration(n) * time.Millisecond
	}
	began := c.at
	run(t, c, waiters)
	asks := 0
	var got []time.Duration
	for n, w := range waiters {
		if n > 0 && w.got < waiters[n-1].got {
			t.Errorf("number %d got its slot %v before the one before it", n, waiters[n-1].got-w.got)
		}
		asks += w.asks
		got = append(got, w.got)
	}
	took := got[len(got)-1] - began
	if most := mostIn(got); most > 60 || took > 5*time.Minute {
		t.Errorf("%d in a minute, all within %v", most, took)
	}
	if asks > 160*25 {
		t.Errorf("%d questions for 160 slots", asks)
	}
	t.Logf("160 slots in %v, %d questions", took, asks)
}

// Those who are killed while they wait, or with slots that they did not use, hold up others for moments.
func TestTheDeadHoldUpNobody(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	b := c.open(path)
	defer b.Close()
	dead := c.open(path)
	for _, w := range queue(c, dead, 160, 60) {
		ask(t, w.at)
	}
	dead.Kill()
	began := c.at
	waiters := queue(c, b, 5, 60)
	run(t, c, waiters)
	if took := c.at - began; took > budget.LongestNap+budget.Grace+10*time.Second {
		t.Errorf("five slots took %v", took)
	}
}

// What a process took and did not use is there for the next at once: a loop of short processes wastes nothing.
func TestCloseGivesBack(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	for n := range 20 {
		b := c.open(path)
		if wait, _ := ask(t, b.Queue(key, 60)); wait > 0 {
			t.Fatalf("request %d of a burst of 20 waits %v", n, wait)
		}
		b.Close()
		c.at += 10 * time.Millisecond
	}
	b := c.open(path)
	defer b.Close()
	if wait, _ := ask(t, b.Queue(key, 60)); wait == 0 || wait > 2*time.Second {
		t.Errorf("the request after the burst waits %v", wait)
	}
}

// A handful is taken at a time: most requests of a burst write nothing.
func TestRequestsCostNoWriteEach(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	b := c.open(path)
	defer b.Close()
	text := func() string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	writes, before := 0, ""
	for range 100 {
		if wait, _ := ask(t, b.Queue(key, 600)); wait > 0 {
			t.Fatal(wait)
		}
		if after := text(); after != before {
			writes, before = writes+1, after
		}
	}
	if writes > 12 {
		t.Errorf("%d writes for 100 requests", writes)
	}
}

// Of two limits under one key the smaller counts, also for who asks with the larger.
func TestSmallerLimitCounts(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	b := c.open(path)
	defer b.Close()
	ask(t, b.Queue(key, 30))
	c.at += time.Minute
	granted := 0
	for range 200 {
		if wait, _ := ask(t, b.Queue(key, 600)); wait == 0 {
			granted++
		}
	}
	if granted > 30 {
		t.Errorf("%d at once with a limit of 30", granted)
	}
	c.at += 11 * time.Minute // whoever had the smaller one is gone
	granted = 0
	for range 300 {
		if wait, _ := ask(t, b.Queue(key, 600)); wait == 0 {
			granted++
		}
	}
	if granted != 200 {
		t.Errorf("%d at once with a limit of 600", granted)
	}
}

// A pause holds every process, those without a limit too, and no other key. Nobody believes a longer one than a minute.
func TestPauseHoldsEveryProcess(t *testing.T) {
	t.Parallel()
	for _, perMinute := range []int{0, 60} {
		c, path := newClock(), newPath(t)
		one, two := c.open(path), c.open(path)
		defer one.Close()
		defer two.Close()
		ask(t, two.Queue(key, perMinute)) // and has more
		one.Pause(key, 20*time.Second)
		one.Pause(key, time.Second)
		for _, b := range []*budget.Budget{one, two} {
			if wait, _ := ask(t, b.Queue(key, perMinute)); wait != 20*time.Second {
				t.Errorf("limit %d: waits %v", perMinute, wait)
			}
			if wait, _ := ask(t, b.Queue(sha256.Sum256([]byte("other")), perMinute)); wait != 0 {
				t.Errorf("limit %d: another key waits %v", perMinute, wait)
			}
		}
		one.Pause(key, time.Hour)
		if wait, _ := ask(t, two.Queue(key, perMinute)); wait != time.Minute {
			t.Errorf("limit %d: waits %v", perMinute, wait)
		}
	}
}

// After a start of the machine, and whatever the file says, all is as new within a minute.
func TestAnotherStartOfTheMachine(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	c.at = 1000 * time.Hour
	b := c.open(path)
	defer b.Close()
	for range 30 {
		ask(t, b.Queue(key, 60))
	}
	b.Pause(key, time.Minute)
	c.boot, c.at = "second", 5*time.Second
	if wait, _ := ask(t, b.Queue(key, 60)); wait > 2*time.Second {
		t.Errorf("the first waits %v", wait)
	}
	c.at += time.Minute
	for n := range 20 {
		if wait, _ := ask(t, b.Queue(key, 60)); wait > 0 {
			t.Errorf("after a minute number %d waits %v", n, wait)
		}
	}
}

// A file that cannot be used makes no request fail, and is told once.
func TestUnusableFile(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Log("root may write everywhere: a directory stands for what cannot be written")
	}
	for name, spoil := range map[string]func(path string) error{
		"a directory":  func(path string) error { return os.Mkdir(path, 0o700) },
		"no directory": func(path string) error { return os.Remove(filepath.Dir(path)) },
		"a link":       func(path string) error { return os.Symlink("elsewhere", path) },
		"read only": func(path string) error {
			if os.Geteuid() == 0 {
				return os.Mkdir(path, 0o700)
			}
			return os.Chmod(filepath.Dir(path), 0o500)
		},
		"open to writers": func(path string) error { return os.Chmod(filepath.Dir(path), 0o777) },
	} {
		if runtime.GOOS == "windows" && name != "a directory" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := budget.Path(filepath.Join(t.TempDir(), "state"))
			if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o700), spoil(path)); err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			c := newClock()
			b := budget.At(path, slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})), c.ticks)
			for range 3 {
				if _, _, ok := b.Queue(key, 60).Ask(t.Context()); ok {
					t.Error("it was asked")
				}
				b.Pause(key, time.Second)
				c.at += time.Hour
			}
			b.Close()
			if n := strings.Count(said.String(), "\n"); n != 1 {
				t.Errorf("told %d times:\n%s", n, said.String())
			}
		})
	}
}

// What is damaged is made anew, before it is opened and while it is in use.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	garbage := bytes.Repeat([]byte("no database "), 1000)
	c, path := newClock(), newPath(t)
	if err := os.WriteFile(path, garbage, 0o600); err != nil {
		t.Fatal(err)
	}
	b := c.open(path)
	defer b.Close()
	ask(t, b.Queue(key, 60))
	c.at += budget.Hold
	if err := os.WriteFile(path, garbage, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := b.Queue(key, 60).Ask(t.Context()); ok {
		t.Error("garbage was read")
	}
	c.at += time.Minute
	ask(t, b.Queue(key, 60))
	if info, err := os.Lstat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != fs.FileMode(0o600) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A row that makes no sense counts as none.
func TestNonsenseInARow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", "{}", "[]", `{"Boot":"first","Rate":-5}`, `{"Boot":"first","Rate":60,"Full":9e18}`,
		`{"Boot":"first","Rate":60,"Full":9000000000000000000,"Pause":9000000000000000000}`,
		`{"Boot":"first","Rate":60,"Spare":1000000,"SpareUntil":9000000000000000000}`,
		`{"Boot":"first","Rate":9000000000000000000}`, `{"Boot":"first","RateUntil":9000000000000000000,"Rate":1}`,
		`{"Boot":"first","Rate":60,"Full":-9000000000000000000,"Queue":[{"Due":9000000000000000000},{"Since":-1,"Due":-9000000000000000000}]}`,
	} {
		c, path := newClock(), newPath(t)
		b := c.open(path)
		ask(t, b.Queue(key, 60))
		b.Close()
		if err := budget.Overwrite(t.Context(), path, key[:], text); err != nil {
			t.Fatal(err)
		}
		b = c.open(path)
		granted := 0
		for range 70 {
			if wait, _ := ask(t, b.Queue(key, 60)); wait == 0 {
				granted++
			}
		}
		if granted > 60 {
			t.Errorf("%s: %d at once", text, granted)
		}
		c.at += 11 * time.Minute // a stored limit of 1 counts until then
		if wait, _ := ask(t, b.Queue(key, 60)); wait > 0 {
			t.Errorf("%s: waits %v afterwards", text, wait)
		}
		b.Close()
	}
}

// What is stored names no key.
func TestNothingOfTheKeyIsStored(t *testing.T) {
	t.Parallel()
	c, path := newClock(), newPath(t)
	b := c.open(path)
	defer b.Close()
	ask(t, b.Queue(key, 60))
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, []byte("counts by")) || !bytes.Contains(data, key[:]) {
		t.Error(fmt.Sprint("stored: ", err))
	}
}
