//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unstable is what differs from one run to the next, and what stands for it when a page is held to a run.
var unstable = []struct {
	form *regexp.Regexp
	as   string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`\b\d+(\.\d+)?(ms|µs|s)\b`), "TIME"},
	{regexp.MustCompile(`\b\d\d/\d\d\b`), "MM/YY"},
	{regexp.MustCompile(`\b\d\d [A-Z][a-z][a-z] \d\d:\d\d(:\d\d)?\b`), "DATE"},
	{regexp.MustCompile(`\b[\d,]+\.\d\d\b`), "AMOUNT"}, // purchases go on
	{regexp.MustCompile(`clock +.*`), "clock"},
	{regexp.MustCompile(` +`), " "},
}

func stable(text string) string {
	for _, u := range unstable {
		text = u.form.ReplaceAllString(text, u.as)
	}
	return strings.TrimSpace(text)
}

// likeShown makes a pattern of what a page shows: "…" on a line of its own is any number of lines, and within one any text.
func likeShown(shown string) *regexp.Regexp {
	var pattern strings.Builder
	for line := range strings.Lines(shown) {
		if strings.TrimSpace(line) == "…" {
			pattern.WriteString(`(.*\n)*`)
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(stable(line)), "…", ".*") + `\n`)
	}
	return regexp.MustCompile(`^` + pattern.String() + `$`)
}

// typed is a command of a page with what it shows below it.
type typed struct{ command, shown string }

// typedIn are the commands in the consoles of a section of a page.
func typedIn(text, heading string) (all []typed) {
	_, text, _ = strings.Cut(text, "\n## "+heading+"\n")
	text, _, _ = strings.Cut(text, "\n## ")
	for _, block := range regexp.MustCompile("(?ms)^```console\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		for part := range strings.SplitSeq("\n"+block[1], "\n$ ") {
			command, shown, _ := strings.Cut(strings.ReplaceAll(part, "\\\n", "\\\r"), "\n")
			if command != "" {
				all = append(all, typed{strings.ReplaceAll(command, "\\\r", "\\\n"), strings.TrimSuffix(shown, "\n")})
			}
		}
	}
	return all
}

// What a newcomer types leads from nothing to a reveal at each issuer, and shows what the page says.
func TestFirstFiveMinutes(t *testing.T) {
	t.Parallel()
	commands := typedIn(ofProject(t, "docs/start.md"), "From a clone to three reveals")
	if len(commands) != 10 || !strings.HasPrefix(commands[0].command, "cardwallet sandbox") {
		t.Fatalf("the page has the commands %q", commands)
	}
	home := t.TempDir()
	env := []string{"HOME=" + home, "TERM=xterm-256color", "NO_PROXY=127.0.0.1",
		"PATH=" + filepath.Dir(linkProgram(t, t.TempDir(), "cardwallet")) + ":" + os.Getenv("PATH")}
	ctx, stop := context.WithTimeout(t.Context(), patient)
	defer stop()
	shell := func(script string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, "/bin/sh", "-c", script)
		cmd.Env, cmd.Dir = env, home
		return cmd
	}
	box := shell("exec " + commands[0].command)
	box.Stderr = os.Stderr
	out, err := box.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := box.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = box.Process.Signal(os.Interrupt); _ = box.Wait() }()
	said := make([]byte, 0, 1024)
	for buffer := make([]byte, 512); strings.Count(string(said), "\n") < 4; {
		n, err := out.Read(buffer)
		if said = append(said, buffer[:n]...); err != nil {
			t.Fatalf("%v after %q", err, said)
		}
	}
	results := []string{string(said)}
	var script strings.Builder
	const mark = "--- next ---"
	for _, c := range commands[1:] {
		fmt.Fprintf(&script, "%s\necho \"exit $?\"; echo '%s'\n", c.command, mark)
	}
	all, err := shell("exec 2>&1\n" + script.String()).Output()
	if err != nil {
		t.Fatal(err)
	}
	results = append(results, strings.SplitAfter(string(all), mark+"\n")[:len(commands)-1]...)
	for i, result := range results {
		result, _ := strings.CutSuffix(result, mark+"\n")
		result, done := strings.CutSuffix(result, "exit 0\n")
		if i > 0 && !done {
			t.Errorf("%s: %s", commands[i].command, result)
		}
		var lines strings.Builder
		for line := range strings.Lines(strings.ReplaceAll(result, home, "/home/you")) {
			lines.WriteString(stable(line) + "\n")
		}
		if shown := likeShown(commands[i].shown); !shown.MatchString(lines.String()) {
			t.Errorf("%s\nshows\n%s\nand the page says\n%s", commands[i].command, lines.String(), commands[i].shown)
		}
	}
	reveals := slices.DeleteFunc(slices.Clone(commands), func(c typed) bool { return !strings.Contains(c.command, "--reveal") })
	if len(reveals) != 3 {
		t.Errorf("the page has %d reveals, want one at each issuer", len(reveals))
	}
}
