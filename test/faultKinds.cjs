/**
 * A Jest reporter: values (V1 to V12) and outcomes (O1 to O17) went wrong in the field, in many kinds. Tests name the kind that
 * they keep fixed in their titles. A run of all tests fails if a kind has fewer than six.
 */
const { stdout } = require('node:process');

const KINDS = { V: 12, O: 17 };
const MIN_TESTS = 6;

module.exports = class FaultKinds {
	constructor({ nonFlagArgs, testNamePattern, shard }) {
		this.isWholeRun = nonFlagArgs.length === 0 && !testNamePattern && !shard;
	}

	onRunComplete(_, { testResults }) {
		const counts = new Map();
		for (const [letter, last] of Object.entries(KINDS)) {
			for (let number = 1; number <= last; number += 1) counts.set(letter + number, 0);
		}
		for (const { testResults: tests } of testResults) {
			for (const { fullName, status } of tests) {
				if (status !== 'passed') continue;
				for (const [kind] of fullName.matchAll(/\b[VO]\d+\b/g)) {
					if (counts.has(kind)) counts.set(kind, counts.get(kind) + 1);
				}
			}
		}
		if (!this.isWholeRun) return;
		const entries = [...counts].map(([kind, count]) => `${kind} ${count}`);
		stdout.write(`Tests of each kind of fault: ${entries.join(', ')}\n`);
		const missing = [...counts].filter(([, count]) => count < MIN_TESTS).map(([kind]) => kind);
		if (missing.length > 0) {
			this.error = new Error(`Fewer than ${MIN_TESTS} tests passed of ${missing.join(', ')}`);
		}
	}

	getLastError() {
		return this.error;
	}
};
