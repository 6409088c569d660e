package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"cardwallet/client/sandbox"
)

// build makes the program as a release has it.
func (b *bench) build(ctx context.Context) error {
	b.wallet = filepath.Join(b.dir, "cardwallet")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.wallet, "cardwallet/cmd/cardwallet")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the wallet: %w: %s", err, out)
	}
	info, err := os.Stat(b.wallet)
	if err == nil {
		b.tell("the program's file, MB", "%.1f", float64(info.Size())/1e6)
	}
	return err
}

// issuers are simulated issuers, which this process serves, and the config for them.
type issuers struct {
	*sandbox.Sandbox
	config string
}

// box starts issuers that have so many cards each and take so long for a request.
func (b *bench) box(ctx context.Context, cards int, latency time.Duration) (*issuers, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	o := sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, Cards: cards, RateLimit: -1}
	if latency > 0 {
		slow, err := sandbox.ParseFault("*:*:latency=" + latency.String())
		if err != nil {
			return nil, err
		}
		o.Faults = []sandbox.Fault{slow}
	}
	box, err := sandbox.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(b.dir, "box")
	if err != nil {
		return nil, err
	}
	config, err := box.WriteConfig(filepath.Join(dir, "config"), key)
	return &issuers{box, config}, err
}

// demo is the wallet's own demonstration.
func (b *bench) demo() *program {
	return &program{name: "demo", path: b.wallet, args: []string{"demo"}, text: "1 Cards", home: b.newDir("demo")}
}

// showing is the wallet with one profile of the config.
func (b *bench) showing(config, text string) *program {
	return &program{name: "wallet", path: b.wallet, args: []string{"--config", config, "--profile", "fin"}, text: text,
		home: b.newDir("large")}
}

// code measures an idle wallet while one code counts down.
func (b *bench) code(ctx context.Context) error {
	box, err := b.box(ctx, 10, 0)
	if err != nil {
		return err
	}
	defer func() { _ = box.Close() }()
	if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, TTL: b.watch + time.Hour, Confirm: -1}); err != nil {
		return err
	}
	s, _, err := b.showing(box.config, "of 10").open(ctx)
	if err != nil {
		return err
	}
	defer s.end()
	used, _, err := s.watch(ctx, b.watch)
	b.tell("idle, one code counts: % of a core, wakeups a second", "%s", used)
	return err
}

// cards measures lists that are long and come slowly: 20 ms a request.
func (b *bench) cards(ctx context.Context) error {
	for _, n := range []int{10_000, 100_000} {
		if err := b.list(ctx, n); err != nil {
			return fmt.Errorf("%d cards: %w", n, err)
		}
	}
	return nil
}

func (b *bench) list(ctx context.Context, n int) error {
	const latency = 20 * time.Millisecond
	box, err := b.box(ctx, n, latency)
	if err != nil {
		return err
	}
	defer func() { _ = box.Close() }()
	p := b.showing(box.config, "of "+strconv.Itoa(n))
	var first, all []time.Duration
	for range min(b.runs, 10) {
		rows, whole, err := b.arrival(ctx, p)
		if err != nil {
			return err
		}
		first, all = append(first, rows), append(all, whole)
	}
	what := fmt.Sprintf("%d cards, %s a request: ", n, latency)
	b.tell(what+"first rows, ms, half and 90 % of them", "%s", halfAndMost(first))
	b.tell(what+"all of them, ms, half and 90 % of them", "%s", halfAndMost(all))
	s, err := p.start(ctx)
	if err != nil {
		return err
	}
	defer s.end()
	most := sampled(ctx, s.cmd.Process.Pid)
	if _, err := s.until(whole(p)); err != nil {
		return err
	}
	if _, err := s.rest(); err != nil {
		return err
	}
	used, _, err := s.watch(ctx, b.watch)
	if err != nil {
		return err
	}
	now, err := memoryOf(s.cmd.Process.Pid)
	peak := most()
	b.tell(fmt.Sprintf("%sidle for %s: %% of a core, wakeups a second", what, b.watch), "%s", used)
	b.tell(what+"private memory, MiB (and the most, each 50 ms)", "%.1f (%.1f)", now.private, peak.private)
	b.tell(what+"resident memory, MiB (and the most)", "%.1f (%.1f)", now.resident, now.peak)
	return err
}

// records measures reading transactions, 20 ms a request, in each form.
func (b *bench) records(ctx context.Context) error {
	box, err := b.box(ctx, 4_593, 20*time.Millisecond)
	if err != nil {
		return err
	}
	defer func() { _ = box.Close() }()
	for _, form := range [][]string{
		{"transactions", "--jsonl"}, {"transactions", "--json"}, {"transactions", "--csv"}, {"transactions"}, {"spending"},
	} {
		var times []time.Duration
		var most memory
		var lines int
		for range min(b.runs, 5) {
			took, n, used, err := b.command(ctx, append([]string{"--config", box.config, "--profile", "fin"}, form...))
			if err != nil {
				return err
			}
			times, lines = append(times, took), n
			most = memory{private: max(most.private, used.private), peak: max(most.peak, used.peak)}
		}
		b.tell(fmt.Sprintf("`%s`, 20 ms a request, %d lines: ms (p50), private and resident memory at most, MiB", strings.Join(form, " "), lines),
			"%.0f, %.1f, %.1f", percentile(times, 50), most.private, most.peak)
	}
	return nil
}
