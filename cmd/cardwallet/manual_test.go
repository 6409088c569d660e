package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-shellwords"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cardwallet/cmd/internal/manual"
	"cardwallet/cmd/internal/run"
)

var updateCommands = flag.Bool("update", false, "write docs/commands.md as it is now")

// Every page says all that people look for there, and the programs that show pages have nothing to say about it.
func TestManualPages(t *testing.T) {
	dir := t.TempDir()
	root := newRoot(&run.App{})
	manual.Each(root, func(cmd *cobra.Command) {
		page := manual.Page(cmd, release, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
		for _, title := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS",
			"ENVIRONMENT", "FILES", "SEE ALSO"} {
			if !regexp.MustCompile(`(?m)^\.SH ` + title + `$`).Match(page) {
				t.Errorf("%s has no %s", manual.Name(cmd), title)
			}
		}
		file := filepath.Join(dir, manual.Name(cmd)+".1")
		if err := os.WriteFile(file, page, 0o600); err != nil {
			t.Fatal(err)
		}
		viewers := [][]string{{"mandoc", "-T", "lint", "-W", "warning", file}, {"man", "-l", "--warnings=w", "-E", "UTF-8", file}}
		if _, err := exec.LookPath("mandoc"); err == nil && cmd.HasParent() {
			viewers = viewers[:1] // it is as strict and much faster
		}
		for _, line := range viewers {
			if _, err := exec.LookPath(line[0]); err != nil {
				continue
			}
			var said bytes.Buffer
			show := exec.Command(line[0], line[1:]...)
			show.Env = append(os.Environ(), "MANPAGER=cat", "MANWIDTH=80", "LC_ALL=C.UTF-8")
			show.Stderr = &said
			shown, err := show.Output()
			if line[0] == "mandoc" {
				said.Write(shown)
			} else if text := strings.Join(strings.Fields(string(shown)), " "); !strings.Contains(text, strings.Fields(cmd.Short)[0]) {
				t.Errorf("%s shows %s", file, shown)
			}
			if err != nil || said.Len() > 0 {
				t.Errorf("%v: %v: %s", line, err, &said)
			}
		}
	})
}

// exampleOf takes the words of this program out of a line of shell.
func exampleOf(t *testing.T, line string) []string {
	t.Helper()
	parser := shellwords.NewParser()
	parser.ParseBacktick = false
	_, line, found := strings.Cut(" "+line, " cardwallet")
	if !found {
		t.Fatalf("an example without cardwallet: %s", line)
	}
	words, err := parser.Parse(line) // it ends at what a shell would take for its own
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return words
}

// What stands for the value of a flag is a word in capitals that is no word of the sentence beside it.
func TestValuesOfFlagsAreNamed(t *testing.T) {
	named := regexp.MustCompile(`^(-\w, )?--[a-z0-9-]+( [A-Z]{2,}| KEY=VALUE| N)?$`)
	manual.Each(newRoot(&run.App{}), func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if flag := manual.Flag(f); !named.MatchString(flag) {
				t.Errorf("%s: %s", cmd.CommandPath(), flag)
			}
		})
	})
	for flag, want := range map[string]string{"api-key": "REFERENCE", "client-ip": "TEXT", "limit": "KEY=VALUE", "auth-header": "TEXT"} {
		cmd, _, err := newRoot(&run.App{}).Find([]string{"init"})
		if err != nil {
			t.Fatal(err)
		}
		if got := manual.Flag(cmd.Flags().Lookup(flag)); got != "--"+flag+" "+want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// Every command has an example, and each example is a line that its command takes.
func TestExamplesAreRight(t *testing.T) {
	manual.Each(newRoot(&run.App{}), func(cmd *cobra.Command) {
		if strings.TrimSpace(cmd.Example) == "" {
			t.Errorf("%s has no example", cmd.CommandPath())
			return
		}
		own := false
		for line := range strings.Lines(cmd.Example) {
			words := exampleOf(t, strings.TrimSpace(line))
			root := newRoot(&run.App{}) // its flags are set by each line
			found, rest, err := root.Find(words)
			if err != nil {
				t.Errorf("%s: %q: %v", cmd.CommandPath(), line, err)
				continue
			}
			own = own || found.CommandPath() == cmd.CommandPath()
			if err := found.ParseFlags(rest); err != nil {
				t.Errorf("%s: %q: %v", cmd.CommandPath(), line, err)
				continue
			}
			if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("%s: %q: %v", cmd.CommandPath(), line, err)
			}
		}
		if !own && cmd.HasParent() && !cmd.HasAvailableSubCommands() {
			t.Errorf("no example of %s is one of it", cmd.CommandPath())
		}
	})
}

// The page of all commands is what the tree says. With -update it is written.
func TestCommandsPage(t *testing.T) {
	root := newRoot(&run.App{})
	got := manual.Commands(root)
	path := filepath.Join("..", "..", "docs", "commands.md")
	if *updateCommands {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := ofProject(t, "docs/commands.md"); got != want {
		t.Error("docs/commands.md is not what the commands say: go test ./cmd/cardwallet -run TestCommandsPage -update")
	}
}

// Each variable that the program reads stands in the manual; those of tests do not.
func TestManualNamesEveryVariable(t *testing.T) {
	page := string(manual.Page(newRoot(&run.App{}), release, time.Time{}))
	for _, dir := range []string{"config", "cmd", "tui", "client"} {
		err := filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, name := range regexp.MustCompile(`CARDWALLET_[A-Z_]+`).FindAllString(string(text), -1) {
				if !strings.HasPrefix(name, "CARDWALLET_TEST_") && !strings.Contains(page, name) {
					t.Errorf("%s has %s, and the manual has not", path, name)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
