package crypto_test

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"

	"cardwallet/crypto"
)

const canary = "4929CANARY7731"

type exportedHolder struct {
	PAN crypto.Secret
	Ptr *crypto.Secret
	Key crypto.PrivateKey
}

type unexportedHolder struct {
	pan  crypto.Secret
	list []crypto.Secret
	more map[string]crypto.Secret
	ptr  *crypto.Secret
	any  any
	key  crypto.PrivateKey
	keyP *crypto.PrivateKey
}

func (u unexportedHolder) used() bool {
	return u.pan.IsZero() && u.list == nil && u.more == nil && u.ptr == nil && u.any == nil && u.keyP == nil && u.key.Bits() == 0
}

// forms returns every way in which the canary and the key's numbers could show.
func forms(t *testing.T) []string {
	t.Helper()
	var decimals []string
	for _, b := range []byte(canary)[:6] {
		decimals = append(decimals, fmt.Sprint(b))
	}
	var bytesHex []string
	for _, b := range []byte(canary)[:6] {
		bytesHex = append(bytesHex, fmt.Sprintf("0x%x", b))
	}
	out := []string{
		canary, "CANARY",
		hex.EncodeToString([]byte(canary)), strings.ToUpper(hex.EncodeToString([]byte(canary))),
		fmt.Sprintf("% x", canary), base64.StdEncoding.EncodeToString([]byte(canary))[:16],
		strings.Join(decimals, " "), strings.Join(decimals, ","), strings.Join(bytesHex, ", "),
	}
	for _, secret := range privateNumbers(t) {
		out = append(out, secret.String()[:30], secret.Text(16)[:30])
	}
	return out
}

func mustNotLeak(t *testing.T, how, out string, forms []string) {
	t.Helper()
	for _, form := range forms {
		if strings.Contains(out, form) {
			t.Errorf("%s shows the secret (%.20q…): %.200s", how, form, out)
		}
	}
}

func holders(t *testing.T) map[string]any {
	t.Helper()
	s := crypto.SecretFromString(canary)
	k := mustKey(t, "keys/rsa1024.pem")
	nested := unexportedHolder{pan: s, list: []crypto.Secret{s}, more: map[string]crypto.Secret{"a": s}, ptr: &s, any: s, key: *k, keyP: k}
	if nested.used() {
		t.Fatal("the holder is empty")
	}
	return map[string]any{
		"bare":           s,
		"pointer":        &s,
		"slice":          []crypto.Secret{s},
		"array":          [1]crypto.Secret{s},
		"map":            map[string]crypto.Secret{"pan": s},
		"map key":        map[crypto.Secret]int{s: 1},
		"any slice":      []any{s, &s},
		"exported":       exportedHolder{PAN: s, Ptr: &s, Key: *k},
		"exported ptr":   &exportedHolder{PAN: s, Ptr: &s, Key: *k},
		"unexported":     nested,
		"unexported ptr": &nested,
		"deep":           map[string][]unexportedHolder{"x": {nested}},
		"key":            k,
		"key value":      *k,
		"key slice":      []*crypto.PrivateKey{k},
		"closure":        struct{ f func() string }{s.RevealString},
	}
}

func TestNothingPrintsASecret(t *testing.T) {
	forms := forms(t)
	for name, value := range holders(t) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%t", "%c", "%U", "%T", "%o", "%b", "%e",
			"%08.3f", "%-30v", "% x", "%w"} {
			mustNotLeak(t, name+" "+verb, fmt.Sprintf(verb, value), forms)
		}
		mustNotLeak(t, name+" Sprint", fmt.Sprint(value), forms)
		mustNotLeak(t, name+" Errorf", errors.Join(fmt.Errorf("reading card: %v %+v", value, value)).Error(), forms)
		mustNotLeak(t, name+" panic", recovered(value), forms)
	}
}

func recovered(value any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(value)
}

func TestNothingLogsASecret(t *testing.T) {
	forms := forms(t)
	for name, value := range holders(t) {
		for handler, newHandler := range map[string]func(*bytes.Buffer) slog.Handler{
			"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var out bytes.Buffer
			log := slog.New(newHandler(&out))
			log.Info("card", "value", value, slog.Group("g", "value", value), "list", []any{value})
			log.With("with", value).Error("failed", "err", fmt.Errorf("for %v", value))
			if out.Len() == 0 {
				t.Fatal("nothing was logged")
			}
			mustNotLeak(t, name+" slog "+handler, out.String(), forms)
		}
	}
}

func TestNothingMarshalsASecret(t *testing.T) {
	forms := forms(t)
	for name, value := range holders(t) {
		// Some of these refuse a value altogether; then the error must not show it either.
		encoded, err := json.Marshal(value)
		mustNotLeak(t, name+" json", fmt.Sprint(string(encoded), err), forms)
		encoded, err = xml.Marshal(value)
		mustNotLeak(t, name+" xml", fmt.Sprint(string(encoded), err), forms)
		var out bytes.Buffer
		err = gob.NewEncoder(&out).Encode(value)
		mustNotLeak(t, name+" gob", fmt.Sprint(out.String(), err), forms)
		if m, ok := value.(encoding.TextMarshaler); ok {
			encoded, err = m.MarshalText()
			mustNotLeak(t, name+" text", fmt.Sprint(string(encoded), err), forms)
		}
	}
}

func TestRedactedText(t *testing.T) {
	s := crypto.SecretFromString(canary)
	k := mustKey(t, "keys/rsa1024.pem")
	for _, value := range []any{s, &s, k, *k, crypto.Secret{}, crypto.PrivateKey{}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if got := fmt.Sprintf(verb, value); got != "[redacted]" {
				t.Errorf("%s of %T = %q", verb, value, got)
			}
		}
		encoded, err := json.Marshal(map[string]any{"v": value})
		if err != nil || string(encoded) != `{"v":"[redacted]"}` {
			t.Errorf("json of %T = %s, %v", value, encoded, err)
		}
		if text, err := value.(encoding.TextMarshaler).MarshalText(); err != nil || string(text) != "[redacted]" {
			t.Errorf("text of %T = %s, %v", value, text, err)
		}
		if got := value.(slog.LogValuer).LogValue().String(); got != "[redacted]" {
			t.Errorf("log value of %T = %q", value, got)
		}
		if got := value.(fmt.GoStringer).GoString() + value.(fmt.Stringer).String(); got != "[redacted][redacted]" {
			t.Errorf("strings of %T = %q", value, got)
		}
	}
}

func TestSecretWipe(t *testing.T) {
	raw := []byte(canary)
	s := crypto.NewSecret(raw)
	copied := s
	clone := s.Clone()
	s.Wipe()
	s.Wipe()
	if !bytes.Equal(raw, make([]byte, len(canary))) {
		t.Errorf("the bytes are still %q", raw)
	}
	if !s.IsZero() || !copied.IsZero() || copied.RevealString() != "" {
		t.Error("a copy outlived the wipe")
	}
	if clone.RevealString() != canary {
		t.Error("the clone was wiped too")
	}
	var zero crypto.Secret
	zero.Wipe()
	if !zero.IsZero() || zero.Len() != 0 || zero.RevealString() != "" {
		t.Error("the zero Secret is not empty")
	}
}

func TestSecretReveal(t *testing.T) {
	s := crypto.SecretFromString("123")
	called := 0
	s.Reveal(func(b []byte) {
		called++
		if string(b) != "123" {
			t.Errorf("revealed %q", b)
		}
	})
	crypto.Secret{}.Reveal(func(b []byte) {
		called++
		if b != nil {
			t.Errorf("the zero Secret revealed %q", b)
		}
	})
	if called != 2 {
		t.Errorf("called %d times", called)
	}
	if s.Len() != 3 || s.RevealString() != "123" {
		t.Errorf("Len %d, %q", s.Len(), s.RevealString())
	}
}

func TestSecretEqual(t *testing.T) {
	a := crypto.SecretFromString("123")
	for _, test := range []struct {
		name string
		a, b crypto.Secret
		want bool
	}{
		{"itself", a, a, true},
		{"same bytes", a, crypto.SecretFromString("123"), true},
		{"other bytes", a, crypto.SecretFromString("124"), false},
		{"other length", a, crypto.SecretFromString("1234"), false},
		{"empty", a, crypto.Secret{}, false},
		{"both empty", crypto.Secret{}, crypto.SecretFromString(""), true},
	} {
		if test.a.Equal(test.b) != test.want || test.b.Equal(test.a) != test.want {
			t.Errorf("%s: want %v", test.name, test.want)
		}
	}
}

// Run with -race: a screen draws a Secret while the idle lock wipes it.
func TestSecretConcurrently(t *testing.T) {
	a, b := crypto.SecretFromString(canary), crypto.SecretFromString(canary)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 200 {
				if got := a.RevealString(); got != "" && got != canary {
					t.Errorf("half wiped: %q", got)
				}
				_ = a.Equal(b)
				_ = b.Equal(a)
			}
			if i == 4 {
				a.Wipe()
				b.Wipe()
			}
		})
	}
	group.Wait()
	if !a.IsZero() || !b.IsZero() {
		t.Error("not wiped")
	}
}

// Every field type must stay unreadable by reflection's printing rules: bytes only behind a pointer.
func TestSecretHoldsNoBytesDirectly(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[crypto.Secret](), reflect.TypeFor[crypto.PrivateKey]()} {
		for field := range typ.Fields() {
			switch {
			case field.Type.Kind() == reflect.Pointer, field.Type.Size() == 0, field.Name == "bits", field.Name == "spki": // the last two are public
			default:
				t.Errorf("%s.%s is a %s", typ, field.Name, field.Type)
			}
		}
	}
}
