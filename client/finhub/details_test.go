package finhub_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/crypto"
)

// lettered opens what is written in letters, as a key would.
type lettered struct{}

func (lettered) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	value, ok := strings.CutPrefix(sealed, "sealed:")
	if !ok {
		return crypto.Secret{}, crypto.ErrOpen
	}
	return crypto.SecretFromString(value), nil
}

// One member that cannot be read, or that is not sealed, hides no other.
func TestDetailsStandAlone(t *testing.T) {
	for name, tc := range map[string]struct{ answer, want string }{
		"sealed": {`"cardNumber":"sealed:4111111111111111","cvv":"sealed:123","expireDate":"sealed:09/2031"`,
			"4111111111111111 123 09/31"},
		"in the clear":     {`"cardNumber":"4111 1111 1111 1111","cvv":123,"expireDate":"09/2031"`, "4111111111111111 123 09/31"},
		"one in the clear": {`"cardNumber":"sealed:4111111111111111","cvv":"123","expireDate":"sealed:9-31\n"`, "4111111111111111 123 09/31"},
		"a list": {`"cardNumber":"sealed:4111111111111111","cvv":["123"],"expireDate":"sealed:09/2031"`,
			"4111111111111111 garbage 09/31"},
		"an object and a null": {`"cardNumber":{},"cvv":"sealed:123","expireDate":null`, "garbage 123 none"},
		"one of another key": {`"cardNumber":"sealed:4111111111111111","cvv":"bm8=","expireDate":"sealed:\u0001"`,
			"4111111111111111 unopened form"},
	} {
		t.Run(name, func(t *testing.T) {
			d := scripted(t, answers(map[string]string{"/card/info/sensitive": `{"cardNo":"c",` + strings.ReplaceAll(tc.answer, "\n", `\n`) +
				`}`}), func(o *finhub.Options) { o.Opener = lettered{} })
			details, err := d.Details(t.Context(), "c")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, field := range []client.Field{details.Number, details.CVV, details.Expiry} {
				value, odd, err := field.Read(t.Context())
				words := value.RevealString() + odd
				for said, is := range map[string]error{"garbage": client.ErrGarbage, "unopened": crypto.ErrOpen, "form": client.ErrForm,
					"none": client.ErrNotFound} {
					if errors.Is(err, is) {
						words = said
					}
				}
				got = append(got, words)
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, answer := range map[string]string{
		"another card": `{"cardNo":"other","cvv":"123"}`, "no card's id": `{"cardNo":{},"cvv":"123"}`, "a text": `"none"`, "an entry": `["123"]`,
	} {
		if _, err := scripted(t, answers(map[string]string{"/card/info/sensitive": answer})).Details(t.Context(), "c"); !errors.Is(err,
			client.ErrGarbage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCodesInTheClear(t *testing.T) {
	d := scripted(t, answers(map[string]string{"/card/3ds/transaction": `{"total":1,"records":[{"cardNo":"c","tradeNo":"t",
		"values":"482-913"}]}`}))
	codes, err := d.AllCodes(t.Context())
	if err != nil || len(codes) != 1 || open(t, codes[0].Value) != "482-913" {
		t.Errorf("got %d, %v", len(codes), err)
	}
}
