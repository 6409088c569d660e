// Bench measures the wallet, and beside it fzf, lf, micro and lazygit where they are installed: in one run, by turns, each in a
// pseudo-terminal of 100×30 that answers nothing. It prints tables in Markdown.
//
//	go run ./docs/bench [-runs 20] [-seconds 60] [-only first-frame,key] [-peers=false]
//
// docs/figures.md says what the figures are. It reads /proc, so that all but the times need Linux.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// bench is one run.
type bench struct {
	runs     int
	watch    time.Duration // how long a program that rests is looked at
	dir      string        // what is made for this run
	wallet   string        // the program that is measured
	out      io.Writer
	programs []*program // the wallet first
	rows     [][]string // of the table of all programs
	own      [][]string // of the wallet's own
}

// measure is one thing that is measured.
type measure struct {
	name string
	of   func(*bench, context.Context) error
}

// measures are all, in the order in which they are taken.
var measures = []measure{
	{"start", (*bench).start}, {"first-frame", (*bench).firstFrame}, {"key", (*bench).key}, {"reveal", (*bench).reveal},
	{"idle", (*bench).idle}, {"code", (*bench).code}, {"cards", (*bench).cards}, {"records", (*bench).records},
}

func main() {
	var names []string
	for _, m := range measures {
		names = append(names, m.name)
	}
	b := &bench{out: os.Stdout}
	flag.IntVar(&b.runs, "runs", 20, "how often each program is started, and reveals a card; keys are pressed three times as often")
	seconds := flag.Int("seconds", 60, "how long a program that rests is looked at")
	only := flag.String("only", strings.Join(names, ","), "what to measure")
	peers := flag.Bool("peers", true, "measure fzf, lf, micro and lazygit, too")
	flag.Parse()
	b.watch = time.Duration(*seconds) * time.Second
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := b.run(ctx, strings.Split(*only, ","), *peers)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures what is named, and prints it also where something of it failed.
func (b *bench) run(ctx context.Context, only []string, peers bool) (err error) {
	for _, name := range only {
		if !slices.ContainsFunc(measures, func(m measure) bool { return m.name == name }) {
			return fmt.Errorf("-only %s: nothing of that name is measured", name)
		}
	}
	if b.runs < 1 || b.watch < time.Second {
		return errors.New("-runs and -seconds are 1 or more")
	}
	if b.dir, err = os.MkdirTemp("", "cardwallet-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if err := b.build(ctx); err != nil {
		return err
	}
	box, err := b.box(ctx, 100, 0)
	if err != nil {
		return err
	}
	defer func() { _ = box.Close() }()
	b.programs = []*program{{
		name: "wallet", path: b.wallet, args: []string{"--config", box.config, "--profile", "fin"}, home: b.newDir("home"),
		first: "1 Cards", text: "of 100", key: "j",
	}}
	if peers {
		absent, err := b.addPeers(ctx)
		if err != nil {
			return err
		}
		for _, name := range absent {
			fmt.Fprintf(b.out, "%s is not installed: left out.\n\n", name)
		}
	}
	b.machine("Before")
	for _, m := range measures {
		if !slices.Contains(only, m.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring", m.name, "…")
		if failed := m.of(b, ctx); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", m.name, failed))
		}
	}
	b.machine("After")
	head := []string{""}
	for _, p := range b.programs {
		head = append(head, p.name)
	}
	table(b.out, head, b.rows)
	table(b.out, []string{"the wallet", "measured"}, b.own)
	return err
}

// newDir makes a directory of this run.
func (b *bench) newDir(name string) string {
	dir := filepath.Join(b.dir, name)
	_ = os.MkdirAll(dir, 0o700) // what is put there fails where it is not
	return dir
}

// machine says on what this runs, and what else runs there.
func (b *bench) machine(when string) {
	text, _ := os.ReadFile("/proc/loadavg") // not there on every system
	load, _, _ := strings.Cut(string(text), " ")
	fmt.Fprintf(b.out, "%s: %s/%s, %d cores, load %s.\n\n", when, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load)
}

// table prints rows in Markdown.
func table(out io.Writer, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	line := func(cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
	line(head)
	line(slices.Repeat([]string{"---"}, len(head)))
	for _, row := range rows {
		line(append(row, slices.Repeat([]string{""}, max(0, len(head)-len(row)))...))
	}
	fmt.Fprintln(out)
}

// each adds a row of the table of all programs.
func (b *bench) each(what string, of func(p *program) string) {
	row := []string{what}
	for _, p := range b.programs {
		row = append(row, of(p))
	}
	b.rows = append(b.rows, row)
}

// tell adds a row of the wallet's own table.
func (b *bench) tell(what, format string, args ...any) {
	b.own = append(b.own, []string{what, fmt.Sprintf(format, args...)})
}

// percentile is the value that p per cent of the times are at most, in milliseconds. The times get sorted.
func percentile(times []time.Duration, p int) float64 {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return float64(times[min(len(times)*p/100, len(times)-1)].Microseconds()) / 1000
}

// halfAndMost are the times in which half, and nine of ten, are done, in milliseconds.
func halfAndMost(times []time.Duration) string {
	return fmt.Sprintf("%.1f, %.1f", percentile(times, 50), percentile(times, 90))
}
