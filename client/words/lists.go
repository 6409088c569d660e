package words

import (
	"iter"
	"slices"
)

// RecordTypes are what types of records are called, in any list.
func RecordTypes() []string {
	return distinct(func(yield func(string) bool) {
		for _, types := range recordTypes {
			for _, words := range types {
				if !yield(words.noun) {
					return
				}
			}
		}
	})
}

// RecordStatuses are the words for the status of a record that OfRecord and the lists of issuers have.
func RecordStatuses() []string {
	return distinct(wordsOf(recordStates), slices.Values([]string{"paid", "reversed", "refund", "check"}))
}

// HolderStatuses are the words for the status of a cardholder.
func HolderStatuses() []string { return distinct(wordsOf(holderStates)) }

func wordsOf(states map[string]State) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range states {
			if !yield(s.Word) {
				return
			}
		}
	}
}

// distinct are the words of the lists, each once and in order.
func distinct(lists ...iter.Seq[string]) (all []string) {
	for _, list := range lists {
		all = slices.AppendSeq(all, list)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
