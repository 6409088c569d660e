package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// start measures a process that prints its version and ends.
func (b *bench) start(ctx context.Context) error {
	var times []time.Duration
	for range b.runs {
		began := time.Now()
		if out, err := exec.CommandContext(ctx, b.wallet, "--version").CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		times = append(times, time.Since(began))
	}
	b.tell("`--version`, ms, half and 90 % of them", "%s", halfAndMost(times))
	return nil
}

// firstFrame starts the programs by turns, and the demo.
func (b *bench) firstFrame(ctx context.Context) error {
	demo := b.demo()
	for range b.runs {
		for _, p := range append([]*program{demo}, b.programs...) {
			s, err := p.start(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			at, err := s.until(regexp.MustCompile(regexp.QuoteMeta(cmp.Or(p.first, p.text))))
			s.end()
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			p.times = append(p.times, at.Sub(s.began))
		}
	}
	b.tell("first frame of the demo, ms, half and 90 % of them", "%s", halfAndMost(demo.times))
	b.each("first frame, ms, half and 90 % of them", func(p *program) string { return halfAndMost(p.times) })
	return nil
}

// key presses a key that moves the selection, in each program by turns.
func (b *bench) key(ctx context.Context) error {
	var screens []*screen
	defer func() {
		for _, s := range screens {
			s.end()
		}
	}()
	for _, p := range b.programs {
		s, _, err := p.open(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		screens = append(screens, s)
		p.times, p.bytes = nil, 0
	}
	presses := 3 * b.runs
	for range presses {
		for i, p := range b.programs {
			took, n, err := screens[i].press(p.key)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			p.times, p.bytes = append(p.times, took), p.bytes+n
		}
	}
	b.each("key to first output, ms, half and 90 % of them", func(p *program) string { return halfAndMost(p.times) })
	b.each("bytes of a key, until nothing more comes", func(p *program) string { return strconv.Itoa(p.bytes / presses) })
	return nil
}

// number is a card number.
var number = regexp.MustCompile(`\d{4} \d{4} \d{4} \d{4}`)

// reveal measures the demo, from the key to the number.
func (b *bench) reveal(ctx context.Context) error {
	p := b.demo()
	p.before = []string{"\r"}
	s, _, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer s.end()
	var times []time.Duration
	for i := range b.runs + 1 {
		began := time.Now()
		if _, err := s.pty.WriteString("v"); err != nil {
			return err
		}
		at, err := s.until(number)
		if err != nil {
			return err
		}
		if i > 0 { // the first makes the key of this demo
			times = append(times, at.Sub(began))
		}
		if _, err := s.rest(); err != nil {
			return err
		}
		if _, _, err := s.press("v"); err != nil { // hides it
			return err
		}
	}
	b.tell("reveal: `v` to the number, the demo, ms, half and 90 % of them", "%s", halfAndMost(times))
	return nil
}

// idle looks at all programs at the same time, while nobody touches them.
func (b *bench) idle(ctx context.Context) error {
	used, has := map[*program]string{}, map[*program]memory{}
	var failed error
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, p := range b.programs {
		s, _, err := p.open(ctx)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", p.name, err))
			continue
		}
		defer s.end()
		all.Go(func() {
			u, m, err := s.watch(ctx, b.watch)
			mu.Lock()
			defer mu.Unlock()
			if used[p], has[p] = u, m; err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", p.name, err))
			}
		})
	}
	all.Wait()
	b.each(fmt.Sprintf("idle for %s: %% of a core, wakeups a second", b.watch), func(p *program) string { return used[p] })
	b.each("private memory, resident memory, MiB", func(p *program) string {
		return fmt.Sprintf("%.1f, %.1f", has[p].private, has[p].resident)
	})
	return failed
}

// watch lets the program rest for d, takes what it draws, and says what it used and has.
func (s *screen) watch(ctx context.Context, d time.Duration) (used string, m memory, err error) {
	before, err := usageOf(s.cmd.Process.Pid)
	if err != nil {
		return "", m, err
	}
	began := time.Now()
	for left := d; left > 0; left = d - time.Since(began) {
		if _, _, err := s.take(left); err != nil {
			return "", m, err
		}
		if ctx.Err() != nil {
			return "", m, ctx.Err()
		}
	}
	took := time.Since(began)
	after, err := usageOf(s.cmd.Process.Pid)
	if err != nil {
		return "", m, err
	}
	m, err = memoryOf(s.cmd.Process.Pid)
	return after.since(before, took), m, err
}

// whole is what a list shows once all of its cards are there.
func whole(p *program) *regexp.Regexp {
	return regexp.MustCompile(regexp.QuoteMeta(p.text) + `\b`)
}

// money stands in each row of the list, and nowhere before it has rows.
var money = regexp.MustCompile(`\d\.\d\d USD|\d\.\d\d EUR`)

// arrival starts the wallet, and gives the time to its first rows and to all of them.
func (b *bench) arrival(ctx context.Context, p *program) (rows, all time.Duration, err error) {
	s, err := p.start(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer s.end()
	first, err := s.until(money)
	if err != nil {
		return 0, 0, err
	}
	if whole(p).MatchString(s.glass.String()) {
		return first.Sub(s.began), first.Sub(s.began), nil
	}
	done, err := s.until(whole(p))
	return first.Sub(s.began), done.Sub(s.began), err
}
