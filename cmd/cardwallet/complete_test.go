package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"cardwallet/cmd/internal/complete"
	"cardwallet/cmd/internal/run"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// offered is what a shell gets for a line, without a config and without a home.
func offered(t *testing.T, line ...string) string {
	t.Helper()
	var out bytes.Buffer
	a := &run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: run.TimeNow}
	root := newRoot(a)
	complete.Tree(a, root)
	root.SetArgs(append([]string{cobra.ShellCompNoDescRequestCmd}, line...))
	root.SetOut(&out)
	root.SetErr(io.Discard)
	if err := root.Execute(); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return out.String()
}

// offersFiles reports whether a shell offers files for an answer: all, or those that end as it says.
func offersFiles(answer string) bool {
	return strings.HasSuffix(answer, ":0\n") || strings.HasSuffix(answer, ":8\n")
}

// Whoever adds an argument or a flag says in cmd/internal/complete what it takes: a shell offers files where nothing is said.
func TestNoFilesAreOfferedWhereNoneAreWanted(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} {
		t.Setenv(name, t.TempDir())
	}
	each(newRoot(&run.App{}), func(cmd *cobra.Command) {
		if cmd.Hidden {
			return
		}
		path := strings.Fields(cmd.CommandPath())[1:]
		names, _ := complete.Arguments(cmd)
		given := path
		for _, name := range append(names, "one too many") {
			if got := offered(t, append(given, "")...); offersFiles(got) != (name == "FILE") {
				t.Errorf("%s, at %s: %q", cmd.CommandPath(), name, got)
			}
			given = append(given[:len(given):len(given)], "x")
		}
		cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
			if f.NoOptDefVal != "" {
				return
			}
			got := offered(t, append(path[:len(path):len(path)], "--"+f.Name, "")...)
			if offersFiles(got) != strings.Contains(f.Usage, "FILE") {
				t.Errorf("%s --%s (%s): %q", cmd.CommandPath(), f.Name, f.Usage, got)
			}
		})
	})
}
