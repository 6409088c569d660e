// Package choice has flags that take one word of a list. The list says what is refused, what was probably meant, and what shells complete.
package choice

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"cardwallet/client/fold"
)

// Flag is the value of a flag that takes a word of a list.
type Flag struct {
	words []string
	open  bool // other words are taken, too
	get   func() string
	set   func(string)
}

// Of is a flag that takes one of the words and nothing else. The word goes to value, which may be empty as long as the flag is not given.
func Of[S ~string](value *S, words ...S) *Flag { return flagOf(value, words, false) }

// Like is a flag that takes any word, and for which shells complete these: an issuer may have others.
func Like[S ~string](value *S, words ...S) *Flag { return flagOf(value, words, true) }

func flagOf[S ~string](value *S, words []S, open bool) *Flag {
	f := &Flag{open: open, get: func() string { return string(*value) }, set: func(word string) { *value = S(word) }}
	for _, w := range words {
		f.words = append(f.words, string(w))
	}
	return f
}

// WordsOf are the words of a flag that has a list; ok is false for another one.
func WordsOf(f *pflag.Flag) (words []string, ok bool) {
	flag, ok := f.Value.(*Flag)
	if !ok {
		return nil, false
	}
	return flag.words, true
}

// String is the word.
func (f *Flag) String() string {
	if f.get == nil { // pflag makes such a value to learn the default
		return ""
	}
	return f.get()
}

// Type is the word for the value that the help shows.
func (f *Flag) Type() string { return "string" }

// Set takes a word. Its error names the words there are, and the one that was probably meant.
func (f *Flag) Set(word string) error {
	if !f.open {
		if err := Check(word, f.words...); err != nil {
			return err
		}
	}
	f.set(word)
	return nil
}

// Check refuses what is none of the words. The error names them, and the one that was probably meant.
func Check[S ~string](word S, words ...S) error {
	if word == "" {
		return errors.New("it names nothing")
	}
	all := make([]string, 0, len(words))
	for _, w := range words {
		if w == word {
			return nil
		}
		all = append(all, string(w))
	}
	return fmt.Errorf("must be one of %s%s", strings.Join(all, ", "), fold.DidYouMean(string(word), all))
}
