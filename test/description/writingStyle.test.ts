import {
	contains,
	descriptionProblem,
	sentenceCaseProblem,
	sentenceCount,
	titleCaseProblem,
} from './writingStyle.ts';

test.each([
	['Get Many', undefined],
	['Customer ID', undefined],
	['Segment Names or IDs', undefined],
	['Reply to URL', undefined],
	['Sent by Customer.io', undefined],
	['Opt In', undefined],
	['From (Optional)', undefined],
	['en-US', '"en-US" should start with a capital'],
	['Customer Id', '"Id" should be "ID"'],
	['Sms Body', '"Sms" should be "SMS"'],
	['Bcc', '"Bcc" should be "BCC"'],
	['Get many', '"many" should start with a capital'],
	['Reply To URL', '"To" should be "to"'],
])('title case: %s', (name, problem) => {
	expect(titleCaseProblem(name)).toBe(problem);
});

test.each([
	['Get many segments', undefined],
	['Send SMS message', undefined],
	['Get Design Studio component', undefined],
	['Get many Segments', '"Segments" should not have a capital'],
	['get segment', 'does not start with a capital'],
	['Get a segment', 'has the article "a"'],
	['Send sms', '"sms" should be "SMS"'],
	['Get segment.', 'ends with a full stop'],
])('sentence case: %s', (text, problem) => {
	expect(sentenceCaseProblem(text)).toBe(problem);
});

test.each([
	['The segment to read', undefined],
	['Read it. Then write it.', undefined],
	['Names, e.g. Ada or Grace', undefined],
	['See <a href="https://x.example/a.b">the docs</a>. They are long.', undefined],
	['The key `id` of the object', undefined],
	['What Customer.io says', undefined],
	['Is it so?', undefined],
	['The segment to read.', 'is one sentence and ends with a full stop'],
	['Read it. Then write it', 'has 2 sentences and no final full stop'],
	['the segment', 'starts in lower case'],
	['Everybody whom a filter finds', 'has "whom"'],
	['Whether to leave out empty values', 'has "leave out"'],
	['Most seconds to wait', 'has "Most seconds to"'],
	['The  segment', 'has more than one white space between words'],
	['The id of the segment', '"id" should be "ID"'],
	['', 'is empty'],
])('description: %s', (text, problem) => {
	expect(descriptionProblem(text)).toBe(problem);
});

test('sentences', () => {
	expect(sentenceCount('One, e.g. two. Three (i.e. four). Five')).toBe(3);
});

test('resource names are matched in singular and plural, as whole words', () => {
	expect(contains('Get many people', 'Person')).toBe(true);
	expect(contains('Get many transactional messages', 'Transactional Message')).toBe(true);
	expect(contains('Get activities', 'Activity')).toBe(true);
	expect(contains('Get message', 'Transactional Message')).toBe(false);
	expect(contains('Get addresses', 'Dress')).toBe(false);
});
