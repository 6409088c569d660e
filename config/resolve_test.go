package config

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

func mustRef(t *testing.T, s string) Ref {
	t.Helper()
	r, err := ParseRef(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// resolves checks what a reference gives, a secret or an error.
func resolves(t *testing.T, s *resolver, ref, want, wantErr string) {
	t.Helper()
	got, err := s.resolve(context.Background(), mustRef(t, ref))
	message := ""
	if err != nil {
		message = err.Error()
		if _, ok := errors.AsType[*SecretError](err); !ok {
			t.Errorf("%s: error %T, want *SecretError", ref, err)
		}
	}
	if string(got) != want || message != wantErr {
		t.Errorf("%s\ngot  %q, %s\nwant %q, %s", ref, got, message, want, wantErr)
	}
}

func TestRefShowsItself(t *testing.T) {
	const text = "cmd:pass show 'a b'"
	r := mustRef(t, text)
	encoded, err := json.Marshal(map[string]any{"ref": r})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%v %s", r, r) != text+" "+text || string(encoded) != `{"ref":"`+text+`"}` {
		t.Errorf("shown as %v and %s", r, encoded)
	}
	if zero := (Ref{}); zero.String() != "" || !zero.IsZero() || r.IsZero() {
		t.Errorf("the zero reference is %q", zero)
	}
}

func TestParseRefDoesNotRepeatALiteral(t *testing.T) {
	for _, literal := range []string{"hunter2", "sk:hunter2", "ENV:hunter2", "env: hunter2", "cmd:'hunter2", "keyring:hunter2", ":hunter2",
		"op://hunter2/x"} {
		if _, err := ParseRef(literal); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", literal, err)
		}
	}
}

func TestResolveNothing(t *testing.T) {
	_, err := Ref{}.Resolve(context.Background())
	if want := ": no reference is set\n" + referenceHint; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestResolveEnv(t *testing.T) {
	t.Setenv("CARD_TEST", " s3cret\n")
	t.Setenv("CARD_EMPTY", "")
	t.Setenv("CARD_LINE", "\n")
	t.Setenv("CARD_LARGE", strings.Repeat("x", maxSecret+1))
	resolves(t, system, "env:CARD_TEST", " s3cret", "")
	resolves(t, system, "env:CARD_EMPTY", "", "env:CARD_EMPTY: the variable is not set\nset CARD_EMPTY before starting cardwallet")
	resolves(t, system, "env:CARD_NONE", "", "env:CARD_NONE: the variable is not set\nset CARD_NONE before starting cardwallet")
	resolves(t, system, "env:CARD_LINE", "", "env:CARD_LINE: there is nothing in it")
	resolves(t, system, "env:CARD_LARGE", "", "env:CARD_LARGE: it is larger than 65536 bytes, which no secret here is")
}

func TestResolveFile(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	resolves(t, system, "file:"+put("plain", "s3cret"), "s3cret", "")
	resolves(t, system, "file:"+put("line", "s3cret\n"), "s3cret", "")
	resolves(t, system, "file:"+put("windows", "s3cret\r\n"), "s3cret", "")
	resolves(t, system, "file:"+put("lines", "one\ntwo\n\n"), "one\ntwo\n", "")
	resolves(t, system, "file:"+put("return", "s3cret\r"), "s3cret\r", "")
	most := strings.Repeat("x", maxSecret)
	resolves(t, system, "file:"+put("most", most), most, "")

	for _, empty := range []string{put("empty", ""), put("newline", "\n")} {
		resolves(t, system, "file:"+empty, "", "file:"+empty+": there is nothing in it")
	}
	large := put("large", most+"x")
	resolves(t, system, "file:"+large, "", "file:"+large+": "+large+" is too large: 65537 bytes, at most 65536 are read")
	resolves(t, system, "file:"+dir, "", "file:"+dir+": "+dir+" is a directory, not a file")
	none := filepath.Join(dir, "none")
	resolves(t, system, "file:"+none, "", "file:"+none+": "+none+" cannot be read: no such file or directory")
	if _, err := mustRef(t, "file:"+none).Resolve(context.Background()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}

	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	resolves(t, system, "file:~/plain", "s3cret", "")
	resolves(t, system, "file:~other/plain", "", "file:~other/plain: ~other/plain cannot be read: no such file or directory")
	t.Chdir(dir)
	resolves(t, system, "file:plain", "s3cret", "")
}

func TestRelativeFilesStartFromTheConfig(t *testing.T) {
	path := write(t, ads+"private_key = \"file:keys/ads.pem\"\n")
	if err := os.Mkdir(filepath.Join(filepath.Dir(path), "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "keys", "ads.pem"), []byte("PEM"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(Options{Path: path, Env: environment(nil)})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Profiles[0].PrivateKey.Resolve(context.Background()); err != nil || string(got) != "PEM" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestResolveKeyring(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set("cardwallet", "fin/key", "s3cret\n"); err != nil {
		t.Fatal(err)
	}
	got, err := mustRef(t, "keyring:cardwallet/fin/key").Resolve(context.Background())
	if err != nil || string(got) != "s3cret" {
		t.Errorf("got %q, %v", got, err)
	}
	_, err = mustRef(t, "keyring:cardwallet/it's").Resolve(context.Background())
	want := "keyring:cardwallet/it's: the keyring has no such entry\n" + storeHint("cardwallet", "it's")
	if err == nil || err.Error() != want || !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func answering(answer string, err error) *resolver {
	return &resolver{
		keyringLimit: 3 * time.Second,
		keyring:      func(string, string) (string, error) { return answer, err },
		asking:       make(chan struct{}, 1),
	}
}

func TestResolveKeyringFailures(t *testing.T) {
	const none = "keyring:s/u: this machine has no keyring\n" + insteadOfKeyring
	for _, err := range []error{
		&exec.Error{Name: "dbus-launch", Err: exec.ErrNotFound},
		&fs.PathError{Op: "dial", Path: "/run/bus", Err: fs.ErrNotExist},
		dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown", Body: []any{"no service"}},
		keyring.ErrUnsupportedPlatform,
	} {
		resolves(t, answering("", err), "keyring:s/u", "", none)
	}
	resolves(t, answering("", errors.New("prompt dismissed\x1b[2J\nmore")), "keyring:s/u", "",
		"keyring:s/u: the keyring cannot be used: prompt dismissed[2J\n"+insteadOfKeyring)
	resolves(t, answering("", nil), "keyring:s/u", "", "keyring:s/u: there is nothing in it")
	resolves(t, answering(strings.Repeat("x", maxSecret+1), nil), "keyring:s/u", "",
		"keyring:s/u: it is larger than 65536 bytes, which no secret here is")
}

// A D-Bus that hangs costs 3 s each time, and only the first question is ever put to it.
func TestResolveKeyringHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		var asked atomic.Int32
		s := &resolver{keyringLimit: 3 * time.Second, asking: make(chan struct{}, 1)}
		s.keyring = func(string, string) (string, error) {
			asked.Add(1)
			<-hang
			return "late", nil
		}
		want := "keyring:s/u: the keyring does not answer within 3s\nunlock it, or " + insteadOfKeyring
		for range 2 {
			start := time.Now()
			resolves(t, s, "keyring:s/u", "", want)
			if took := time.Since(start); took != 3*time.Second {
				t.Errorf("took %v, want 3s", took)
			}
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("the keyring was asked %d times while it hung, want once", n)
		}
		ctx, cancel := context.WithCancelCause(context.Background())
		quit := errors.New("quit")
		cancel(quit)
		if _, err := s.resolve(ctx, mustRef(t, "keyring:s/u")); !errors.Is(err, quit) {
			t.Errorf("%v does not wrap the cause of the end", err)
		}

		close(hang)
		synctest.Wait()
		resolves(t, s, "keyring:s/u", "late", "")
	})
}

func TestResolveKeyringGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		s := &resolver{keyringLimit: 3 * time.Second, asking: make(chan struct{}, 1)}
		s.keyring = func(string, string) (string, error) { <-hang; return "", nil }
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(time.Second, cancel)
		_, err := s.resolve(ctx, mustRef(t, "keyring:s/u"))
		if !errors.Is(err, context.Canceled) || err.Error() != "keyring:s/u: given up" {
			t.Errorf("got %v", err)
		}
		close(hang)
	})
}
