; ModuleID = "depthwise"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_1x3"(ptr %"x", ptr %"dy", ptr %"acc", i64 %"vectors", i64 %"last", i64 %"r0", i64 %"r1", i64 %"q0", i64 %"q1", ptr %"sizes") noinline nounwind
{
entry:
  %"n" = load i64, ptr %"sizes", align 1
  %entry.1 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"sizes", i64 112
  %"x.image" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"sizes", i64 120
  %"x.row" = load i64, ptr %entry.15, align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 128
  %"dy.image" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 136
  %"dy.row" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 144
  %"x.vector" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 152
  %"dy.vector" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.x" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 168
  %"acc.1" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 176
  %"full.start" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 184
  %"full.stop" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 192
  %"start0" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 200
  %"stop0" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 208
  %"start1" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 216
  %"stop1" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 224
  %"start2" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 232
  %"stop2" = load i64, ptr %entry.29, align 1
  %entry.30 = icmp slt i64 %"r0", %"r1"
  %entry.31 = alloca ptr
  %entry.32 = alloca ptr
  %entry.33 = alloca ptr
  %entry.34 = alloca ptr
  %entry.35 = alloca ptr
  %entry.36 = alloca ptr
  %entry.37 = alloca ptr
  %entry.38 = alloca ptr
  %entry.39 = alloca ptr
  br i1 %entry.30, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [%"r0", %"entry"], [%vector.done.2.1, %"vector.done.2"]
  %r.body.1 = mul i64 %"r", %"x.row"
  %r.body.2 = getelementptr i8, ptr %"x", i64 %r.body.1
  %r.body.3 = mul i64 %"r", 192
  %r.body.4 = getelementptr i8, ptr %"acc", i64 %r.body.3
  %r.body.5 = mul i64 %"x.row", 3
  %r.body.6 = mul i64 %"r", 96
  %r.body.7 = add i64 %r.body.5, %r.body.6
  %r.body.8 = getelementptr i8, ptr %"x", i64 %r.body.7
  %r.body.9 = mul i64 %"r", 96
  %r.body.10 = add i64 %"dy.row", %r.body.9
  %r.body.11 = getelementptr i8, ptr %"dy", i64 %r.body.10
  %r.body.12 = mul i64 %"start0", 48
  %r.body.13 = getelementptr i8, ptr %r.body.2, i64 %r.body.12
  %r.body.14 = mul i64 %"start0", 48
  %r.body.15 = getelementptr i8, ptr %"dy", i64 %r.body.14
  store ptr %r.body.13, ptr %entry.31
  store ptr %r.body.15, ptr %entry.32
  store ptr %r.body.4, ptr %entry.33
  %r.body.16 = icmp slt i64 0, %"vectors"
  br i1 %r.body.16, label %"vector.body", label %"vector.done"
r.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"r.body"], [%vector.body.47, %"vector.body"]
  %vector.body.1 = load ptr, ptr %entry.31
  %vector.body.2 = load ptr, ptr %entry.32
  %vector.body.3 = load ptr, ptr %entry.33
  %vector.body.4 = mul i64 %"start0", 48
  %vector.body.5 = mul i64 %"vector", 64
  %vector.body.6 = add i64 %vector.body.4, %vector.body.5
  %vector.body.7 = getelementptr i8, ptr %r.body.8, i64 %vector.body.6
  call void @"llvm.prefetch.p0"(ptr %vector.body.7, i32 0, i32 2, i32 1)
  %vector.body.8 = mul i64 %"start0", 48
  %vector.body.9 = mul i64 %"vector", 64
  %vector.body.10 = add i64 %vector.body.8, %vector.body.9
  %vector.body.11 = getelementptr i8, ptr %r.body.11, i64 %vector.body.10
  call void @"llvm.prefetch.p0"(ptr %vector.body.11, i32 0, i32 2, i32 1)
  %vector.body.12 = mul i64 %"vector", 8
  %vector.body.13 = icmp slt i64 %vector.body.12, %"last"
  %vector.body.14 = select  i1 %vector.body.13, i64 %vector.body.12, i64 %"last"
  %vector.body.15 = mul i64 %vector.body.14, 4
  %vector.body.16 = mul i64 %"vector", 8
  %vector.body.17 = icmp slt i64 %vector.body.16, %"last"
  %vector.body.18 = select  i1 %vector.body.17, i64 %vector.body.16, i64 %"last"
  %vector.body.19 = mul i64 %vector.body.18, 4
  %vector.body.20 = getelementptr i8, ptr %vector.body.1, i64 %vector.body.15
  %vector.body.21 = getelementptr i8, ptr %vector.body.2, i64 %vector.body.19
  %vector.body.22 = load <8 x float>, ptr %vector.body.21, align 1
  %vector.body.23 = getelementptr i8, ptr %vector.body.21, i64 48
  %vector.body.24 = load <8 x float>, ptr %vector.body.23, align 1
  %vector.body.25 = getelementptr i8, ptr %vector.body.20, i64 48
  %vector.body.26 = load <8 x float>, ptr %vector.body.25, align 1
  %vector.body.27 = getelementptr i8, ptr %vector.body.3, i64 64
  %vector.body.28 = load <8 x float>, ptr %vector.body.27
  %vector.body.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.26, <8 x float> %vector.body.22, <8 x float> %vector.body.28)
  %vector.body.30 = load <8 x float>, ptr %vector.body.3
  %vector.body.31 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.26, <8 x float> %vector.body.24, <8 x float> %vector.body.30)
  store <8 x float> %vector.body.31, ptr %vector.body.3
  %vector.body.32 = getelementptr i8, ptr %vector.body.20, i64 96
  %vector.body.33 = load <8 x float>, ptr %vector.body.32, align 1
  %vector.body.34 = getelementptr i8, ptr %vector.body.3, i64 128
  %vector.body.35 = load <8 x float>, ptr %vector.body.34
  %vector.body.36 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.33, <8 x float> %vector.body.22, <8 x float> %vector.body.35)
  %vector.body.37 = getelementptr i8, ptr %vector.body.3, i64 64
  %vector.body.38 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.33, <8 x float> %vector.body.24, <8 x float> %vector.body.29)
  store <8 x float> %vector.body.38, ptr %vector.body.37
  %vector.body.39 = getelementptr i8, ptr %vector.body.20, i64 144
  %vector.body.40 = load <8 x float>, ptr %vector.body.39, align 1
  %vector.body.41 = getelementptr i8, ptr %vector.body.3, i64 128
  %vector.body.42 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.40, <8 x float> %vector.body.24, <8 x float> %vector.body.36)
  store <8 x float> %vector.body.42, ptr %vector.body.41
  %vector.body.43 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1)
  store ptr %vector.body.43, ptr %entry.31
  %vector.body.44 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2)
  store ptr %vector.body.44, ptr %entry.32
  %vector.body.45 = getelementptr i8, ptr %vector.body.3, i64 32
  %vector.body.46 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.45)
  store ptr %vector.body.46, ptr %entry.33
  %"vector.next" = add i64 %"vector", 1
  %vector.body.47 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %vector.body.48 = icmp slt i64 %vector.body.47, %"vectors"
  br i1 %vector.body.48, label %"vector.body", label %"vector.done"
vector.done:
  %vector.done.1 = icmp slt i64 %"start1", %"stop1"
  br i1 %vector.done.1, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [%"start1", %"vector.done"], [%vector.done.1.1, %"vector.done.1"]
  %q.body.1 = mul i64 %"q.1", 48
  %q.body.2 = getelementptr i8, ptr %r.body.2, i64 %q.body.1
  %q.body.3 = mul i64 %"q.1", 48
  %q.body.4 = getelementptr i8, ptr %"dy", i64 %q.body.3
  store ptr %q.body.2, ptr %entry.34
  store ptr %q.body.4, ptr %entry.35
  store ptr %r.body.4, ptr %entry.36
  %q.body.5 = icmp slt i64 0, %"vectors"
  br i1 %q.body.5, label %"vector.body.1", label %"vector.done.1"
q.done:
  %q.done.1 = mul i64 %"start2", 48
  %q.done.2 = getelementptr i8, ptr %r.body.2, i64 %q.done.1
  %q.done.3 = mul i64 %"start2", 48
  %q.done.4 = getelementptr i8, ptr %"dy", i64 %q.done.3
  store ptr %q.done.2, ptr %entry.37
  store ptr %q.done.4, ptr %entry.38
  store ptr %r.body.4, ptr %entry.39
  %q.done.5 = icmp slt i64 0, %"vectors"
  br i1 %q.done.5, label %"vector.body.2", label %"vector.done.2"
vector.body.1:
  %"vector.1" = phi  i64 [0, %"q.body"], [%vector.body.1.49, %"vector.body.1"]
  %vector.body.1.1 = load ptr, ptr %entry.34
  %vector.body.1.2 = load ptr, ptr %entry.35
  %vector.body.1.3 = load ptr, ptr %entry.36
  %vector.body.1.4 = mul i64 %"q.1", 48
  %vector.body.1.5 = mul i64 %"vector.1", 64
  %vector.body.1.6 = add i64 %vector.body.1.4, %vector.body.1.5
  %vector.body.1.7 = getelementptr i8, ptr %r.body.8, i64 %vector.body.1.6
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.7, i32 0, i32 2, i32 1)
  %vector.body.1.8 = mul i64 %"q.1", 48
  %vector.body.1.9 = mul i64 %"vector.1", 64
  %vector.body.1.10 = add i64 %vector.body.1.8, %vector.body.1.9
  %vector.body.1.11 = getelementptr i8, ptr %r.body.11, i64 %vector.body.1.10
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.11, i32 0, i32 2, i32 1)
  %vector.body.1.12 = mul i64 %"vector.1", 8
  %vector.body.1.13 = icmp slt i64 %vector.body.1.12, %"last"
  %vector.body.1.14 = select  i1 %vector.body.1.13, i64 %vector.body.1.12, i64 %"last"
  %vector.body.1.15 = mul i64 %vector.body.1.14, 4
  %vector.body.1.16 = mul i64 %"vector.1", 8
  %vector.body.1.17 = icmp slt i64 %vector.body.1.16, %"last"
  %vector.body.1.18 = select  i1 %vector.body.1.17, i64 %vector.body.1.16, i64 %"last"
  %vector.body.1.19 = mul i64 %vector.body.1.18, 4
  %vector.body.1.20 = getelementptr i8, ptr %vector.body.1.1, i64 %vector.body.1.15
  %vector.body.1.21 = getelementptr i8, ptr %vector.body.1.2, i64 %vector.body.1.19
  %vector.body.1.22 = load <8 x float>, ptr %vector.body.1.21, align 1
  %vector.body.1.23 = getelementptr i8, ptr %vector.body.1.21, i64 48
  %vector.body.1.24 = load <8 x float>, ptr %vector.body.1.23, align 1
  %vector.body.1.25 = load <8 x float>, ptr %vector.body.1.20, align 1
  %vector.body.1.26 = load <8 x float>, ptr %vector.body.1.3
  %vector.body.1.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.25, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.26)
  %vector.body.1.28 = getelementptr i8, ptr %vector.body.1.20, i64 48
  %vector.body.1.29 = load <8 x float>, ptr %vector.body.1.28, align 1
  %vector.body.1.30 = getelementptr i8, ptr %vector.body.1.3, i64 64
  %vector.body.1.31 = load <8 x float>, ptr %vector.body.1.30
  %vector.body.1.32 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.29, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.31)
  %vector.body.1.33 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.29, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.27)
  store <8 x float> %vector.body.1.33, ptr %vector.body.1.3
  %vector.body.1.34 = getelementptr i8, ptr %vector.body.1.20, i64 96
  %vector.body.1.35 = load <8 x float>, ptr %vector.body.1.34, align 1
  %vector.body.1.36 = getelementptr i8, ptr %vector.body.1.3, i64 128
  %vector.body.1.37 = load <8 x float>, ptr %vector.body.1.36
  %vector.body.1.38 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.35, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.37)
  %vector.body.1.39 = getelementptr i8, ptr %vector.body.1.3, i64 64
  %vector.body.1.40 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.35, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.32)
  store <8 x float> %vector.body.1.40, ptr %vector.body.1.39
  %vector.body.1.41 = getelementptr i8, ptr %vector.body.1.20, i64 144
  %vector.body.1.42 = load <8 x float>, ptr %vector.body.1.41, align 1
  %vector.body.1.43 = getelementptr i8, ptr %vector.body.1.3, i64 128
  %vector.body.1.44 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.42, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.38)
  store <8 x float> %vector.body.1.44, ptr %vector.body.1.43
  %vector.body.1.45 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.1)
  store ptr %vector.body.1.45, ptr %entry.34
  %vector.body.1.46 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.2)
  store ptr %vector.body.1.46, ptr %entry.35
  %vector.body.1.47 = getelementptr i8, ptr %vector.body.1.3, i64 32
  %vector.body.1.48 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.47)
  store ptr %vector.body.1.48, ptr %entry.36
  %"vector.next.1" = add i64 %"vector.1", 1
  %vector.body.1.49 = call i64 @"llvm.expect.i64"(i64 %"vector.next.1", i64 0)
  %vector.body.1.50 = icmp slt i64 %vector.body.1.49, %"vectors"
  br i1 %vector.body.1.50, label %"vector.body.1", label %"vector.done.1"
vector.done.1:
  %"q.next" = add i64 %"q.1", 2
  %vector.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"q.next", i64 0)
  %vector.done.1.2 = icmp slt i64 %vector.done.1.1, %"stop1"
  br i1 %vector.done.1.2, label %"q.body", label %"q.done"
vector.body.2:
  %"vector.2" = phi  i64 [0, %"q.done"], [%vector.body.2.45, %"vector.body.2"]
  %vector.body.2.1 = load ptr, ptr %entry.37
  %vector.body.2.2 = load ptr, ptr %entry.38
  %vector.body.2.3 = load ptr, ptr %entry.39
  %vector.body.2.4 = mul i64 %"start2", 48
  %vector.body.2.5 = mul i64 %"vector.2", 64
  %vector.body.2.6 = add i64 %vector.body.2.4, %vector.body.2.5
  %vector.body.2.7 = getelementptr i8, ptr %r.body.8, i64 %vector.body.2.6
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.7, i32 0, i32 2, i32 1)
  %vector.body.2.8 = mul i64 %"start2", 48
  %vector.body.2.9 = mul i64 %"vector.2", 64
  %vector.body.2.10 = add i64 %vector.body.2.8, %vector.body.2.9
  %vector.body.2.11 = getelementptr i8, ptr %r.body.11, i64 %vector.body.2.10
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.11, i32 0, i32 2, i32 1)
  %vector.body.2.12 = mul i64 %"vector.2", 8
  %vector.body.2.13 = icmp slt i64 %vector.body.2.12, %"last"
  %vector.body.2.14 = select  i1 %vector.body.2.13, i64 %vector.body.2.12, i64 %"last"
  %vector.body.2.15 = mul i64 %vector.body.2.14, 4
  %vector.body.2.16 = mul i64 %"vector.2", 8
  %vector.body.2.17 = icmp slt i64 %vector.body.2.16, %"last"
  %vector.body.2.18 = select  i1 %vector.body.2.17, i64 %vector.body.2.16, i64 %"last"
  %vector.body.2.19 = mul i64 %vector.body.2.18, 4
  %vector.body.2.20 = getelementptr i8, ptr %vector.body.2.1, i64 %vector.body.2.15
  %vector.body.2.21 = getelementptr i8, ptr %vector.body.2.2, i64 %vector.body.2.19
  %vector.body.2.22 = load <8 x float>, ptr %vector.body.2.21, align 1
  %vector.body.2.23 = getelementptr i8, ptr %vector.body.2.21, i64 48
  %vector.body.2.24 = load <8 x float>, ptr %vector.body.2.23, align 1
  %vector.body.2.25 = load <8 x float>, ptr %vector.body.2.20, align 1
  %vector.body.2.26 = load <8 x float>, ptr %vector.body.2.3
  %vector.body.2.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.25, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.26)
  %vector.body.2.28 = getelementptr i8, ptr %vector.body.2.20, i64 48
  %vector.body.2.29 = load <8 x float>, ptr %vector.body.2.28, align 1
  %vector.body.2.30 = getelementptr i8, ptr %vector.body.2.3, i64 64
  %vector.body.2.31 = load <8 x float>, ptr %vector.body.2.30
  %vector.body.2.32 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.29, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.31)
  %vector.body.2.33 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.29, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.27)
  store <8 x float> %vector.body.2.33, ptr %vector.body.2.3
  %vector.body.2.34 = getelementptr i8, ptr %vector.body.2.20, i64 96
  %vector.body.2.35 = load <8 x float>, ptr %vector.body.2.34, align 1
  %vector.body.2.36 = getelementptr i8, ptr %vector.body.2.3, i64 128
  %vector.body.2.37 = load <8 x float>, ptr %vector.body.2.36
  %vector.body.2.38 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.35, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.37)
  store <8 x float> %vector.body.2.38, ptr %vector.body.2.36
  %vector.body.2.39 = getelementptr i8, ptr %vector.body.2.3, i64 64
  %vector.body.2.40 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.35, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.32)
  store <8 x float> %vector.body.2.40, ptr %vector.body.2.39
  %vector.body.2.41 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2.1)
  store ptr %vector.body.2.41, ptr %entry.37
  %vector.body.2.42 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2.2)
  store ptr %vector.body.2.42, ptr %entry.38
  %vector.body.2.43 = getelementptr i8, ptr %vector.body.2.3, i64 32
  %vector.body.2.44 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2.43)
  store ptr %vector.body.2.44, ptr %entry.39
  %"vector.next.2" = add i64 %"vector.2", 1
  %vector.body.2.45 = call i64 @"llvm.expect.i64"(i64 %"vector.next.2", i64 0)
  %vector.body.2.46 = icmp slt i64 %vector.body.2.45, %"vectors"
  br i1 %vector.body.2.46, label %"vector.body.2", label %"vector.done.2"
vector.done.2:
  %"r.next" = add i64 %"r", 1
  %vector.done.2.1 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %vector.done.2.2 = icmp slt i64 %vector.done.2.1, %"r1"
  br i1 %vector.done.2.2, label %"r.body", label %"r.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

declare ptr @"llvm.launder.invariant.group.p0"(ptr %.1)

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

define internal void @"tile_3x3"(ptr %"x", ptr %"dy", ptr %"acc", i64 %"vectors", i64 %"last", i64 %"r0", i64 %"r1", i64 %"q0", i64 %"q1", ptr %"sizes") noinline nounwind
{
entry:
  %"n" = load i64, ptr %"sizes", align 1
  %entry.1 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"sizes", i64 112
  %"x.image" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"sizes", i64 120
  %"x.row" = load i64, ptr %entry.15, align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 128
  %"dy.image" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 136
  %"dy.row" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 144
  %"x.vector" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 152
  %"dy.vector" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.x" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 168
  %"acc.1" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 176
  %"full.start" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 184
  %"full.stop" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 192
  %"start0" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 200
  %"stop0" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 208
  %"start1" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 216
  %"stop1" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 224
  %"start2" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 232
  %"stop2" = load i64, ptr %entry.29, align 1
  %entry.30 = icmp slt i64 %"r0", %"r1"
  %entry.31 = alloca ptr
  %entry.32 = alloca ptr
  %entry.33 = alloca ptr
  %entry.34 = alloca ptr
  %entry.35 = alloca ptr
  %entry.36 = alloca ptr
  %entry.37 = alloca ptr
  %entry.38 = alloca ptr
  %entry.39 = alloca ptr
  br i1 %entry.30, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [%"r0", %"entry"], [%vector.done.2.1, %"vector.done.2"]
  %r.body.1 = mul i64 %"r", %"x.row"
  %r.body.2 = getelementptr i8, ptr %"x", i64 %r.body.1
  %r.body.3 = mul i64 %"r", 192
  %r.body.4 = getelementptr i8, ptr %"acc", i64 %r.body.3
  %r.body.5 = mul i64 %"x.row", 3
  %r.body.6 = mul i64 %"r", 96
  %r.body.7 = add i64 %r.body.5, %r.body.6
  %r.body.8 = getelementptr i8, ptr %"x", i64 %r.body.7
  %r.body.9 = mul i64 %"r", 96
  %r.body.10 = add i64 %"dy.row", %r.body.9
  %r.body.11 = getelementptr i8, ptr %"dy", i64 %r.body.10
  %r.body.12 = mul i64 %"start0", 48
  %r.body.13 = getelementptr i8, ptr %r.body.2, i64 %r.body.12
  %r.body.14 = mul i64 %"start0", 48
  %r.body.15 = getelementptr i8, ptr %"dy", i64 %r.body.14
  store ptr %r.body.13, ptr %entry.31
  store ptr %r.body.15, ptr %entry.32
  store ptr %r.body.4, ptr %entry.33
  %r.body.16 = icmp slt i64 0, %"vectors"
  br i1 %r.body.16, label %"vector.body", label %"vector.done"
r.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"r.body"], [%vector.body.88, %"vector.body"]
  %vector.body.1 = load ptr, ptr %entry.31
  %vector.body.2 = load ptr, ptr %entry.32
  %vector.body.3 = load ptr, ptr %entry.33
  %vector.body.4 = mul i64 %"start0", 48
  %vector.body.5 = mul i64 %"vector", 64
  %vector.body.6 = add i64 %vector.body.4, %vector.body.5
  %vector.body.7 = getelementptr i8, ptr %r.body.8, i64 %vector.body.6
  call void @"llvm.prefetch.p0"(ptr %vector.body.7, i32 0, i32 2, i32 1)
  %vector.body.8 = mul i64 %"start0", 48
  %vector.body.9 = mul i64 %"vector", 64
  %vector.body.10 = add i64 %vector.body.8, %vector.body.9
  %vector.body.11 = getelementptr i8, ptr %r.body.11, i64 %vector.body.10
  call void @"llvm.prefetch.p0"(ptr %vector.body.11, i32 0, i32 2, i32 1)
  %vector.body.12 = mul i64 %"vector", 8
  %vector.body.13 = icmp slt i64 %vector.body.12, %"last"
  %vector.body.14 = select  i1 %vector.body.13, i64 %vector.body.12, i64 %"last"
  %vector.body.15 = mul i64 %vector.body.14, 4
  %vector.body.16 = mul i64 %"vector", 8
  %vector.body.17 = icmp slt i64 %vector.body.16, %"last"
  %vector.body.18 = select  i1 %vector.body.17, i64 %vector.body.16, i64 %"last"
  %vector.body.19 = mul i64 %vector.body.18, 4
  %vector.body.20 = getelementptr i8, ptr %vector.body.1, i64 %vector.body.15
  %vector.body.21 = getelementptr i8, ptr %vector.body.2, i64 %vector.body.19
  %vector.body.22 = load <8 x float>, ptr %vector.body.21, align 1
  %vector.body.23 = getelementptr i8, ptr %vector.body.21, i64 48
  %vector.body.24 = load <8 x float>, ptr %vector.body.23, align 1
  %vector.body.25 = getelementptr i8, ptr %vector.body.20, i64 48
  %vector.body.26 = load <8 x float>, ptr %vector.body.25, align 1
  %vector.body.27 = getelementptr i8, ptr %vector.body.3, i64 64
  %vector.body.28 = load <8 x float>, ptr %vector.body.27
  %vector.body.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.26, <8 x float> %vector.body.22, <8 x float> %vector.body.28)
  %vector.body.30 = load <8 x float>, ptr %vector.body.3
  %vector.body.31 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.26, <8 x float> %vector.body.24, <8 x float> %vector.body.30)
  store <8 x float> %vector.body.31, ptr %vector.body.3
  %vector.body.32 = getelementptr i8, ptr %vector.body.20, i64 96
  %vector.body.33 = load <8 x float>, ptr %vector.body.32, align 1
  %vector.body.34 = getelementptr i8, ptr %vector.body.3, i64 128
  %vector.body.35 = load <8 x float>, ptr %vector.body.34
  %vector.body.36 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.33, <8 x float> %vector.body.22, <8 x float> %vector.body.35)
  %vector.body.37 = getelementptr i8, ptr %vector.body.3, i64 64
  %vector.body.38 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.33, <8 x float> %vector.body.24, <8 x float> %vector.body.29)
  store <8 x float> %vector.body.38, ptr %vector.body.37
  %vector.body.39 = getelementptr i8, ptr %vector.body.20, i64 144
  %vector.body.40 = load <8 x float>, ptr %vector.body.39, align 1
  %vector.body.41 = getelementptr i8, ptr %vector.body.3, i64 128
  %vector.body.42 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.40, <8 x float> %vector.body.24, <8 x float> %vector.body.36)
  store <8 x float> %vector.body.42, ptr %vector.body.41
  %vector.body.43 = getelementptr i8, ptr %vector.body.20, i64 %"x.row"
  %vector.body.44 = getelementptr i8, ptr %vector.body.43, i64 48
  %vector.body.45 = load <8 x float>, ptr %vector.body.44, align 1
  %vector.body.46 = getelementptr i8, ptr %vector.body.3, i64 256
  %vector.body.47 = load <8 x float>, ptr %vector.body.46
  %vector.body.48 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.45, <8 x float> %vector.body.22, <8 x float> %vector.body.47)
  %vector.body.49 = getelementptr i8, ptr %vector.body.3, i64 192
  %vector.body.50 = load <8 x float>, ptr %vector.body.49
  %vector.body.51 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.45, <8 x float> %vector.body.24, <8 x float> %vector.body.50)
  store <8 x float> %vector.body.51, ptr %vector.body.49
  %vector.body.52 = getelementptr i8, ptr %vector.body.43, i64 96
  %vector.body.53 = load <8 x float>, ptr %vector.body.52, align 1
  %vector.body.54 = getelementptr i8, ptr %vector.body.3, i64 320
  %vector.body.55 = load <8 x float>, ptr %vector.body.54
  %vector.body.56 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.53, <8 x float> %vector.body.22, <8 x float> %vector.body.55)
  %vector.body.57 = getelementptr i8, ptr %vector.body.3, i64 256
  %vector.body.58 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.53, <8 x float> %vector.body.24, <8 x float> %vector.body.48)
  store <8 x float> %vector.body.58, ptr %vector.body.57
  %vector.body.59 = getelementptr i8, ptr %vector.body.43, i64 144
  %vector.body.60 = load <8 x float>, ptr %vector.body.59, align 1
  %vector.body.61 = getelementptr i8, ptr %vector.body.3, i64 320
  %vector.body.62 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.60, <8 x float> %vector.body.24, <8 x float> %vector.body.56)
  store <8 x float> %vector.body.62, ptr %vector.body.61
  %vector.body.63 = mul i64 %"x.row", 2
  %vector.body.64 = getelementptr i8, ptr %vector.body.20, i64 %vector.body.63
  %vector.body.65 = getelementptr i8, ptr %vector.body.64, i64 48
  %vector.body.66 = load <8 x float>, ptr %vector.body.65, align 1
  %vector.body.67 = getelementptr i8, ptr %vector.body.3, i64 448
  %vector.body.68 = load <8 x float>, ptr %vector.body.67
  %vector.body.69 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.66, <8 x float> %vector.body.22, <8 x float> %vector.body.68)
  %vector.body.70 = getelementptr i8, ptr %vector.body.3, i64 384
  %vector.body.71 = load <8 x float>, ptr %vector.body.70
  %vector.body.72 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.66, <8 x float> %vector.body.24, <8 x float> %vector.body.71)
  store <8 x float> %vector.body.72, ptr %vector.body.70
  %vector.body.73 = getelementptr i8, ptr %vector.body.64, i64 96
  %vector.body.74 = load <8 x float>, ptr %vector.body.73, align 1
  %vector.body.75 = getelementptr i8, ptr %vector.body.3, i64 512
  %vector.body.76 = load <8 x float>, ptr %vector.body.75
  %vector.body.77 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.74, <8 x float> %vector.body.22, <8 x float> %vector.body.76)
  %vector.body.78 = getelementptr i8, ptr %vector.body.3, i64 448
  %vector.body.79 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.74, <8 x float> %vector.body.24, <8 x float> %vector.body.69)
  store <8 x float> %vector.body.79, ptr %vector.body.78
  %vector.body.80 = getelementptr i8, ptr %vector.body.64, i64 144
  %vector.body.81 = load <8 x float>, ptr %vector.body.80, align 1
  %vector.body.82 = getelementptr i8, ptr %vector.body.3, i64 512
  %vector.body.83 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.81, <8 x float> %vector.body.24, <8 x float> %vector.body.77)
  store <8 x float> %vector.body.83, ptr %vector.body.82
  %vector.body.84 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1)
  store ptr %vector.body.84, ptr %entry.31
  %vector.body.85 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2)
  store ptr %vector.body.85, ptr %entry.32
  %vector.body.86 = getelementptr i8, ptr %vector.body.3, i64 32
  %vector.body.87 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.86)
  store ptr %vector.body.87, ptr %entry.33
  %"vector.next" = add i64 %"vector", 1
  %vector.body.88 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %vector.body.89 = icmp slt i64 %vector.body.88, %"vectors"
  br i1 %vector.body.89, label %"vector.body", label %"vector.done"
vector.done:
  %vector.done.1 = icmp slt i64 %"start1", %"stop1"
  br i1 %vector.done.1, label %"q.body", label %"q.done"
q.body:
  %"q.1" = phi  i64 [%"start1", %"vector.done"], [%vector.done.1.1, %"vector.done.1"]
  %q.body.1 = mul i64 %"q.1", 48
  %q.body.2 = getelementptr i8, ptr %r.body.2, i64 %q.body.1
  %q.body.3 = mul i64 %"q.1", 48
  %q.body.4 = getelementptr i8, ptr %"dy", i64 %q.body.3
  store ptr %q.body.2, ptr %entry.34
  store ptr %q.body.4, ptr %entry.35
  store ptr %r.body.4, ptr %entry.36
  %q.body.5 = icmp slt i64 0, %"vectors"
  br i1 %q.body.5, label %"vector.body.1", label %"vector.done.1"
q.done:
  %q.done.1 = mul i64 %"start2", 48
  %q.done.2 = getelementptr i8, ptr %r.body.2, i64 %q.done.1
  %q.done.3 = mul i64 %"start2", 48
  %q.done.4 = getelementptr i8, ptr %"dy", i64 %q.done.3
  store ptr %q.done.2, ptr %entry.37
  store ptr %q.done.4, ptr %entry.38
  store ptr %r.body.4, ptr %entry.39
  %q.done.5 = icmp slt i64 0, %"vectors"
  br i1 %q.done.5, label %"vector.body.2", label %"vector.done.2"
vector.body.1:
  %"vector.1" = phi  i64 [0, %"q.body"], [%vector.body.1.96, %"vector.body.1"]
  %vector.body.1.1 = load ptr, ptr %entry.34
  %vector.body.1.2 = load ptr, ptr %entry.35
  %vector.body.1.3 = load ptr, ptr %entry.36
  %vector.body.1.4 = mul i64 %"q.1", 48
  %vector.body.1.5 = mul i64 %"vector.1", 64
  %vector.body.1.6 = add i64 %vector.body.1.4, %vector.body.1.5
  %vector.body.1.7 = getelementptr i8, ptr %r.body.8, i64 %vector.body.1.6
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.7, i32 0, i32 2, i32 1)
  %vector.body.1.8 = mul i64 %"q.1", 48
  %vector.body.1.9 = mul i64 %"vector.1", 64
  %vector.body.1.10 = add i64 %vector.body.1.8, %vector.body.1.9
  %vector.body.1.11 = getelementptr i8, ptr %r.body.11, i64 %vector.body.1.10
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.11, i32 0, i32 2, i32 1)
  %vector.body.1.12 = mul i64 %"vector.1", 8
  %vector.body.1.13 = icmp slt i64 %vector.body.1.12, %"last"
  %vector.body.1.14 = select  i1 %vector.body.1.13, i64 %vector.body.1.12, i64 %"last"
  %vector.body.1.15 = mul i64 %vector.body.1.14, 4
  %vector.body.1.16 = mul i64 %"vector.1", 8
  %vector.body.1.17 = icmp slt i64 %vector.body.1.16, %"last"
  %vector.body.1.18 = select  i1 %vector.body.1.17, i64 %vector.body.1.16, i64 %"last"
  %vector.body.1.19 = mul i64 %vector.body.1.18, 4
  %vector.body.1.20 = getelementptr i8, ptr %vector.body.1.1, i64 %vector.body.1.15
  %vector.body.1.21 = getelementptr i8, ptr %vector.body.1.2, i64 %vector.body.1.19
  %vector.body.1.22 = load <8 x float>, ptr %vector.body.1.21, align 1
  %vector.body.1.23 = getelementptr i8, ptr %vector.body.1.21, i64 48
  %vector.body.1.24 = load <8 x float>, ptr %vector.body.1.23, align 1
  %vector.body.1.25 = load <8 x float>, ptr %vector.body.1.20, align 1
  %vector.body.1.26 = load <8 x float>, ptr %vector.body.1.3
  %vector.body.1.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.25, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.26)
  %vector.body.1.28 = getelementptr i8, ptr %vector.body.1.20, i64 48
  %vector.body.1.29 = load <8 x float>, ptr %vector.body.1.28, align 1
  %vector.body.1.30 = getelementptr i8, ptr %vector.body.1.3, i64 64
  %vector.body.1.31 = load <8 x float>, ptr %vector.body.1.30
  %vector.body.1.32 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.29, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.31)
  %vector.body.1.33 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.29, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.27)
  store <8 x float> %vector.body.1.33, ptr %vector.body.1.3
  %vector.body.1.34 = getelementptr i8, ptr %vector.body.1.20, i64 96
  %vector.body.1.35 = load <8 x float>, ptr %vector.body.1.34, align 1
  %vector.body.1.36 = getelementptr i8, ptr %vector.body.1.3, i64 128
  %vector.body.1.37 = load <8 x float>, ptr %vector.body.1.36
  %vector.body.1.38 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.35, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.37)
  %vector.body.1.39 = getelementptr i8, ptr %vector.body.1.3, i64 64
  %vector.body.1.40 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.35, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.32)
  store <8 x float> %vector.body.1.40, ptr %vector.body.1.39
  %vector.body.1.41 = getelementptr i8, ptr %vector.body.1.20, i64 144
  %vector.body.1.42 = load <8 x float>, ptr %vector.body.1.41, align 1
  %vector.body.1.43 = getelementptr i8, ptr %vector.body.1.3, i64 128
  %vector.body.1.44 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.42, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.38)
  store <8 x float> %vector.body.1.44, ptr %vector.body.1.43
  %vector.body.1.45 = getelementptr i8, ptr %vector.body.1.20, i64 %"x.row"
  %vector.body.1.46 = load <8 x float>, ptr %vector.body.1.45, align 1
  %vector.body.1.47 = getelementptr i8, ptr %vector.body.1.3, i64 192
  %vector.body.1.48 = load <8 x float>, ptr %vector.body.1.47
  %vector.body.1.49 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.46, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.48)
  %vector.body.1.50 = getelementptr i8, ptr %vector.body.1.45, i64 48
  %vector.body.1.51 = load <8 x float>, ptr %vector.body.1.50, align 1
  %vector.body.1.52 = getelementptr i8, ptr %vector.body.1.3, i64 256
  %vector.body.1.53 = load <8 x float>, ptr %vector.body.1.52
  %vector.body.1.54 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.51, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.53)
  %vector.body.1.55 = getelementptr i8, ptr %vector.body.1.3, i64 192
  %vector.body.1.56 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.51, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.49)
  store <8 x float> %vector.body.1.56, ptr %vector.body.1.55
  %vector.body.1.57 = getelementptr i8, ptr %vector.body.1.45, i64 96
  %vector.body.1.58 = load <8 x float>, ptr %vector.body.1.57, align 1
  %vector.body.1.59 = getelementptr i8, ptr %vector.body.1.3, i64 320
  %vector.body.1.60 = load <8 x float>, ptr %vector.body.1.59
  %vector.body.1.61 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.58, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.60)
  %vector.body.1.62 = getelementptr i8, ptr %vector.body.1.3, i64 256
  %vector.body.1.63 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.58, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.54)
  store <8 x float> %vector.body.1.63, ptr %vector.body.1.62
  %vector.body.1.64 = getelementptr i8, ptr %vector.body.1.45, i64 144
  %vector.body.1.65 = load <8 x float>, ptr %vector.body.1.64, align 1
  %vector.body.1.66 = getelementptr i8, ptr %vector.body.1.3, i64 320
  %vector.body.1.67 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.65, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.61)
  store <8 x float> %vector.body.1.67, ptr %vector.body.1.66
  %vector.body.1.68 = mul i64 %"x.row", 2
  %vector.body.1.69 = getelementptr i8, ptr %vector.body.1.20, i64 %vector.body.1.68
  %vector.body.1.70 = load <8 x float>, ptr %vector.body.1.69, align 1
  %vector.body.1.71 = getelementptr i8, ptr %vector.body.1.3, i64 384
  %vector.body.1.72 = load <8 x float>, ptr %vector.body.1.71
  %vector.body.1.73 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.70, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.72)
  %vector.body.1.74 = getelementptr i8, ptr %vector.body.1.69, i64 48
  %vector.body.1.75 = load <8 x float>, ptr %vector.body.1.74, align 1
  %vector.body.1.76 = getelementptr i8, ptr %vector.body.1.3, i64 448
  %vector.body.1.77 = load <8 x float>, ptr %vector.body.1.76
  %vector.body.1.78 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.75, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.77)
  %vector.body.1.79 = getelementptr i8, ptr %vector.body.1.3, i64 384
  %vector.body.1.80 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.75, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.73)
  store <8 x float> %vector.body.1.80, ptr %vector.body.1.79
  %vector.body.1.81 = getelementptr i8, ptr %vector.body.1.69, i64 96
  %vector.body.1.82 = load <8 x float>, ptr %vector.body.1.81, align 1
  %vector.body.1.83 = getelementptr i8, ptr %vector.body.1.3, i64 512
  %vector.body.1.84 = load <8 x float>, ptr %vector.body.1.83
  %vector.body.1.85 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.82, <8 x float> %vector.body.1.22, <8 x float> %vector.body.1.84)
  %vector.body.1.86 = getelementptr i8, ptr %vector.body.1.3, i64 448
  %vector.body.1.87 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.82, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.78)
  store <8 x float> %vector.body.1.87, ptr %vector.body.1.86
  %vector.body.1.88 = getelementptr i8, ptr %vector.body.1.69, i64 144
  %vector.body.1.89 = load <8 x float>, ptr %vector.body.1.88, align 1
  %vector.body.1.90 = getelementptr i8, ptr %vector.body.1.3, i64 512
  %vector.body.1.91 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.89, <8 x float> %vector.body.1.24, <8 x float> %vector.body.1.85)
  store <8 x float> %vector.body.1.91, ptr %vector.body.1.90
  %vector.body.1.92 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.1)
  store ptr %vector.body.1.92, ptr %entry.34
  %vector.body.1.93 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.2)
  store ptr %vector.body.1.93, ptr %entry.35
  %vector.body.1.94 = getelementptr i8, ptr %vector.body.1.3, i64 32
  %vector.body.1.95 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.1.94)
  store ptr %vector.body.1.95, ptr %entry.36
  %"vector.next.1" = add i64 %"vector.1", 1
  %vector.body.1.96 = call i64 @"llvm.expect.i64"(i64 %"vector.next.1", i64 0)
  %vector.body.1.97 = icmp slt i64 %vector.body.1.96, %"vectors"
  br i1 %vector.body.1.97, label %"vector.body.1", label %"vector.done.1"
vector.done.1:
  %"q.next" = add i64 %"q.1", 2
  %vector.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"q.next", i64 0)
  %vector.done.1.2 = icmp slt i64 %vector.done.1.1, %"stop1"
  br i1 %vector.done.1.2, label %"q.body", label %"q.done"
vector.body.2:
  %"vector.2" = phi  i64 [0, %"q.done"], [%vector.body.2.84, %"vector.body.2"]
  %vector.body.2.1 = load ptr, ptr %entry.37
  %vector.body.2.2 = load ptr, ptr %entry.38
  %vector.body.2.3 = load ptr, ptr %entry.39
  %vector.body.2.4 = mul i64 %"start2", 48
  %vector.body.2.5 = mul i64 %"vector.2", 64
  %vector.body.2.6 = add i64 %vector.body.2.4, %vector.body.2.5
  %vector.body.2.7 = getelementptr i8, ptr %r.body.8, i64 %vector.body.2.6
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.7, i32 0, i32 2, i32 1)
  %vector.body.2.8 = mul i64 %"start2", 48
  %vector.body.2.9 = mul i64 %"vector.2", 64
  %vector.body.2.10 = add i64 %vector.body.2.8, %vector.body.2.9
  %vector.body.2.11 = getelementptr i8, ptr %r.body.11, i64 %vector.body.2.10
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.11, i32 0, i32 2, i32 1)
  %vector.body.2.12 = mul i64 %"vector.2", 8
  %vector.body.2.13 = icmp slt i64 %vector.body.2.12, %"last"
  %vector.body.2.14 = select  i1 %vector.body.2.13, i64 %vector.body.2.12, i64 %"last"
  %vector.body.2.15 = mul i64 %vector.body.2.14, 4
  %vector.body.2.16 = mul i64 %"vector.2", 8
  %vector.body.2.17 = icmp slt i64 %vector.body.2.16, %"last"
  %vector.body.2.18 = select  i1 %vector.body.2.17, i64 %vector.body.2.16, i64 %"last"
  %vector.body.2.19 = mul i64 %vector.body.2.18, 4
  %vector.body.2.20 = getelementptr i8, ptr %vector.body.2.1, i64 %vector.body.2.15
  %vector.body.2.21 = getelementptr i8, ptr %vector.body.2.2, i64 %vector.body.2.19
  %vector.body.2.22 = load <8 x float>, ptr %vector.body.2.21, align 1
  %vector.body.2.23 = getelementptr i8, ptr %vector.body.2.21, i64 48
  %vector.body.2.24 = load <8 x float>, ptr %vector.body.2.23, align 1
  %vector.body.2.25 = load <8 x float>, ptr %vector.body.2.20, align 1
  %vector.body.2.26 = load <8 x float>, ptr %vector.body.2.3
  %vector.body.2.27 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.25, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.26)
  %vector.body.2.28 = getelementptr i8, ptr %vector.body.2.20, i64 48
  %vector.body.2.29 = load <8 x float>, ptr %vector.body.2.28, align 1
  %vector.body.2.30 = getelementptr i8, ptr %vector.body.2.3, i64 64
  %vector.body.2.31 = load <8 x float>, ptr %vector.body.2.30
  %vector.body.2.32 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.29, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.31)
  %vector.body.2.33 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.29, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.27)
  store <8 x float> %vector.body.2.33, ptr %vector.body.2.3
  %vector.body.2.34 = getelementptr i8, ptr %vector.body.2.20, i64 96
  %vector.body.2.35 = load <8 x float>, ptr %vector.body.2.34, align 1
  %vector.body.2.36 = getelementptr i8, ptr %vector.body.2.3, i64 128
  %vector.body.2.37 = load <8 x float>, ptr %vector.body.2.36
  %vector.body.2.38 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.35, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.37)
  store <8 x float> %vector.body.2.38, ptr %vector.body.2.36
  %vector.body.2.39 = getelementptr i8, ptr %vector.body.2.3, i64 64
  %vector.body.2.40 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.35, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.32)
  store <8 x float> %vector.body.2.40, ptr %vector.body.2.39
  %vector.body.2.41 = getelementptr i8, ptr %vector.body.2.20, i64 %"x.row"
  %vector.body.2.42 = load <8 x float>, ptr %vector.body.2.41, align 1
  %vector.body.2.43 = getelementptr i8, ptr %vector.body.2.3, i64 192
  %vector.body.2.44 = load <8 x float>, ptr %vector.body.2.43
  %vector.body.2.45 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.42, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.44)
  %vector.body.2.46 = getelementptr i8, ptr %vector.body.2.41, i64 48
  %vector.body.2.47 = load <8 x float>, ptr %vector.body.2.46, align 1
  %vector.body.2.48 = getelementptr i8, ptr %vector.body.2.3, i64 256
  %vector.body.2.49 = load <8 x float>, ptr %vector.body.2.48
  %vector.body.2.50 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.47, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.49)
  %vector.body.2.51 = getelementptr i8, ptr %vector.body.2.3, i64 192
  %vector.body.2.52 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.47, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.45)
  store <8 x float> %vector.body.2.52, ptr %vector.body.2.51
  %vector.body.2.53 = getelementptr i8, ptr %vector.body.2.41, i64 96
  %vector.body.2.54 = load <8 x float>, ptr %vector.body.2.53, align 1
  %vector.body.2.55 = getelementptr i8, ptr %vector.body.2.3, i64 320
  %vector.body.2.56 = load <8 x float>, ptr %vector.body.2.55
  %vector.body.2.57 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.54, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.56)
  store <8 x float> %vector.body.2.57, ptr %vector.body.2.55
  %vector.body.2.58 = getelementptr i8, ptr %vector.body.2.3, i64 256
  %vector.body.2.59 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.54, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.50)
  store <8 x float> %vector.body.2.59, ptr %vector.body.2.58
  %vector.body.2.60 = mul i64 %"x.row", 2
  %vector.body.2.61 = getelementptr i8, ptr %vector.body.2.20, i64 %vector.body.2.60
  %vector.body.2.62 = load <8 x float>, ptr %vector.body.2.61, align 1
  %vector.body.2.63 = getelementptr i8, ptr %vector.body.2.3, i64 384
  %vector.body.2.64 = load <8 x float>, ptr %vector.body.2.63
  %vector.body.2.65 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.62, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.64)
  %vector.body.2.66 = getelementptr i8, ptr %vector.body.2.61, i64 48
  %vector.body.2.67 = load <8 x float>, ptr %vector.body.2.66, align 1
  %vector.body.2.68 = getelementptr i8, ptr %vector.body.2.3, i64 448
  %vector.body.2.69 = load <8 x float>, ptr %vector.body.2.68
  %vector.body.2.70 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.67, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.69)
  %vector.body.2.71 = getelementptr i8, ptr %vector.body.2.3, i64 384
  %vector.body.2.72 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.67, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.65)
  store <8 x float> %vector.body.2.72, ptr %vector.body.2.71
  %vector.body.2.73 = getelementptr i8, ptr %vector.body.2.61, i64 96
  %vector.body.2.74 = load <8 x float>, ptr %vector.body.2.73, align 1
  %vector.body.2.75 = getelementptr i8, ptr %vector.body.2.3, i64 512
  %vector.body.2.76 = load <8 x float>, ptr %vector.body.2.75
  %vector.body.2.77 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.74, <8 x float> %vector.body.2.22, <8 x float> %vector.body.2.76)
  store <8 x float> %vector.body.2.77, ptr %vector.body.2.75
  %vector.body.2.78 = getelementptr i8, ptr %vector.body.2.3, i64 448
  %vector.body.2.79 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.74, <8 x float> %vector.body.2.24, <8 x float> %vector.body.2.70)
  store <8 x float> %vector.body.2.79, ptr %vector.body.2.78
  %vector.body.2.80 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2.1)
  store ptr %vector.body.2.80, ptr %entry.37
  %vector.body.2.81 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2.2)
  store ptr %vector.body.2.81, ptr %entry.38
  %vector.body.2.82 = getelementptr i8, ptr %vector.body.2.3, i64 32
  %vector.body.2.83 = call ptr @"llvm.launder.invariant.group.p0"(ptr %vector.body.2.82)
  store ptr %vector.body.2.83, ptr %entry.39
  %"vector.next.2" = add i64 %"vector.2", 1
  %vector.body.2.84 = call i64 @"llvm.expect.i64"(i64 %"vector.next.2", i64 0)
  %vector.body.2.85 = icmp slt i64 %vector.body.2.84, %"vectors"
  br i1 %vector.body.2.85, label %"vector.body.2", label %"vector.done.2"
vector.done.2:
  %"r.next" = add i64 %"r", 3
  %vector.done.2.1 = call i64 @"llvm.expect.i64"(i64 %"r.next", i64 0)
  %vector.done.2.2 = icmp slt i64 %vector.done.2.1, %"r1"
  br i1 %vector.done.2.2, label %"r.body", label %"r.done"
}

define internal void @"flush"(ptr %"acc", ptr %"dw", i1 %"first", i64 %"vectors", i1 %"ragged") noinline nounwind
{
entry:
  %entry.1 = alloca <8 x float>
  %entry.2 = zext i1 %"ragged" to i64
  %entry.3 = sub i64 %"vectors", %entry.2
  %entry.4 = icmp slt i64 0, 9
  br i1 %entry.4, label %"tap.body", label %"tap.done"
tap.body:
  %"tap" = phi  i64 [0, %"entry"], [%vector.done.endif.1, %"vector.done.endif"]
  %tap.body.1 = mul i64 %"tap", 64
  %tap.body.2 = getelementptr i8, ptr %"acc", i64 %tap.body.1
  %tap.body.3 = mul i64 %"tap", 48
  %tap.body.4 = getelementptr i8, ptr %"dw", i64 %tap.body.3
  %tap.body.5 = icmp slt i64 0, %entry.3
  br i1 %tap.body.5, label %"vector.body", label %"vector.done"
tap.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"tap.body"], [%vector.body.endif.1, %"vector.body.endif"]
  %vector.body.1 = mul i64 %"vector", 8
  %vector.body.2 = mul i64 %vector.body.1, 4
  %vector.body.3 = getelementptr i8, ptr %tap.body.2, i64 %vector.body.2
  %vector.body.4 = mul i64 %vector.body.1, 4
  %vector.body.5 = getelementptr i8, ptr %tap.body.4, i64 %vector.body.4
  %vector.body.6 = load <8 x float>, ptr %vector.body.3
  store <8 x float> %vector.body.6, <8 x float>* %entry.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %vector.body.3
  br i1 %"first", label %"vector.body.if", label %"vector.body.else"
vector.done:
  br i1 %"ragged", label %"vector.done.if", label %"vector.done.endif"
vector.body.if:
  %vector.body.if.1 = load <8 x float>, <8 x float>* %entry.1
  store <8 x float> %vector.body.if.1, ptr %vector.body.5, align 1
  br label %"vector.body.endif"
vector.body.else:
  %vector.body.else.1 = load <8 x float>, <8 x float>* %entry.1
  %vector.body.else.2 = load <8 x float>, ptr %vector.body.5, align 1
  %vector.body.else.3 = fadd <8 x float> %vector.body.else.2, %vector.body.else.1
  store <8 x float> %vector.body.else.3, ptr %vector.body.5, align 1
  br label %"vector.body.endif"
vector.body.endif:
  %"vector.next" = add i64 %"vector", 1
  %vector.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %vector.body.endif.2 = icmp slt i64 %vector.body.endif.1, %entry.3
  br i1 %vector.body.endif.2, label %"vector.body", label %"vector.done"
vector.done.if:
  %vector.done.if.1 = mul i64 %entry.3, 8
  %vector.done.if.2 = add i64 %vector.done.if.1, -4
  %vector.done.if.3 = mul i64 %vector.done.if.1, 4
  %vector.done.if.4 = getelementptr i8, ptr %tap.body.2, i64 %vector.done.if.3
  %vector.done.if.5 = mul i64 %vector.done.if.2, 4
  %vector.done.if.6 = getelementptr i8, ptr %tap.body.4, i64 %vector.done.if.5
  %vector.done.if.7 = load <8 x float>, ptr %vector.done.if.4
  store <8 x float> %vector.done.if.7, <8 x float>* %entry.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %vector.done.if.4
  br i1 %"first", label %"vector.done.if.if", label %"vector.done.if.else"
vector.done.endif:
  %"tap.next" = add i64 %"tap", 1
  %vector.done.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tap.next", i64 0)
  %vector.done.endif.2 = icmp slt i64 %vector.done.endif.1, 9
  br i1 %vector.done.endif.2, label %"tap.body", label %"tap.done"
vector.done.if.if:
  %vector.done.if.if.1 = load <8 x float>, <8 x float>* %entry.1
  %vector.done.if.if.2 = shufflevector <8 x float> %vector.done.if.if.1, <8 x float> %vector.done.if.if.1, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %vector.done.if.if.3 = getelementptr i8, ptr %vector.done.if.6, i64 16
  store <4 x float> %vector.done.if.if.2, ptr %vector.done.if.if.3, align 1
  br label %"vector.done.if.endif"
vector.done.if.else:
  %vector.done.if.else.1 = load <8 x float>, <8 x float>* %entry.1
  %vector.done.if.else.2 = shufflevector <8 x float> %vector.done.if.else.1, <8 x float> %vector.done.if.else.1, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %vector.done.if.else.3 = getelementptr i8, ptr %vector.done.if.6, i64 16
  %vector.done.if.else.4 = load <4 x float>, ptr %vector.done.if.else.3, align 1
  %vector.done.if.else.5 = fadd <4 x float> %vector.done.if.else.4, %vector.done.if.else.2
  %vector.done.if.else.6 = getelementptr i8, ptr %vector.done.if.6, i64 16
  store <4 x float> %vector.done.if.else.5, ptr %vector.done.if.else.6, align 1
  br label %"vector.done.if.endif"
vector.done.if.endif:
  br label %"vector.done.endif"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") nounwind
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"n" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"h" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"w" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"p" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"q" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"top" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"left" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"block.n" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"block.p" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"block.q" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"blocks" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"blocks.p" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"blocks.q" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"split" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"x.image" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"x.row" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"dy.image" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"dy.row" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"x.vector" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"dy.vector" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.x" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"acc" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"full.start" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"full.stop" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"start0" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"stop0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"start1" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"stop1" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"start2" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"stop2" = load i64, ptr %entry.44, align 1
  %entry.45 = add i64 %"task", 1
  %entry.46 = mul i64 %"slot", %"panel_bytes"
  %entry.47 = getelementptr i8, ptr %"panels", i64 %entry.46
  %entry.48 = getelementptr i8, ptr %entry.47, i64 %"bytes.x"
  %entry.49 = getelementptr i8, ptr %entry.47, i64 %"acc"
  %entry.50 = icmp slt i64 0, 18
  br i1 %entry.50, label %"clear.body", label %"clear.done"
clear.body:
  %"clear" = phi  i64 [0, %"entry"], [%clear.body.3, %"clear.body"]
  %clear.body.1 = mul i64 %"clear", 32
  %clear.body.2 = getelementptr i8, ptr %entry.49, i64 %clear.body.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %clear.body.2, align 1
  %"clear.next" = add i64 %"clear", 1
  %clear.body.3 = call i64 @"llvm.expect.i64"(i64 %"clear.next", i64 0)
  %clear.body.4 = icmp slt i64 %clear.body.3, 18
  br i1 %clear.body.4, label %"clear.body", label %"clear.done"
clear.done:
  %clear.done.1 = mul i64 %"task", %"blocks"
  %clear.done.2 = udiv i64 %clear.done.1, %"split"
  %clear.done.3 = mul i64 %clear.done.2, %"split"
  %clear.done.4 = sub i64 %clear.done.1, %clear.done.3
  %clear.done.5 = add i64 %"task", 1
  %clear.done.6 = mul i64 %clear.done.5, %"blocks"
  %clear.done.7 = udiv i64 %clear.done.6, %"split"
  %clear.done.8 = mul i64 %clear.done.7, %"split"
  %clear.done.9 = sub i64 %clear.done.6, %clear.done.8
  %clear.done.10 = mul i64 %entry.45, %"blocks"
  %clear.done.11 = udiv i64 %clear.done.10, %"split"
  %clear.done.12 = mul i64 %clear.done.11, %"split"
  %clear.done.13 = sub i64 %clear.done.10, %clear.done.12
  %clear.done.14 = add i64 %entry.45, 1
  %clear.done.15 = mul i64 %clear.done.14, %"blocks"
  %clear.done.16 = udiv i64 %clear.done.15, %"split"
  %clear.done.17 = mul i64 %clear.done.16, %"split"
  %clear.done.18 = sub i64 %clear.done.15, %clear.done.17
  %clear.done.19 = icmp slt i64 %clear.done.2, %clear.done.7
  br i1 %clear.done.19, label %"block.body", label %"block.done"
block.body:
  %"block" = phi  i64 [%clear.done.2, %"clear.done"], [%n.done.3, %"n.done"]
  %block.body.1 = add i64 %"block", 1
  %block.body.2 = icmp eq i64 %block.body.1, %clear.done.7
  %block.body.3 = select  i1 %block.body.2, i64 %clear.done.11, i64 %block.body.1
  %block.body.4 = udiv i64 %block.body.3, %"blocks.p"
  %block.body.5 = mul i64 %block.body.4, %"blocks.p"
  %block.body.6 = sub i64 %block.body.3, %block.body.5
  %block.body.7 = udiv i64 %block.body.4, %"blocks.q"
  %block.body.8 = mul i64 %block.body.7, %"blocks.q"
  %block.body.9 = sub i64 %block.body.4, %block.body.8
  %block.body.10 = mul i64 %block.body.7, %"block.n"
  %block.body.11 = mul i64 %block.body.6, %"block.p"
  %block.body.12 = mul i64 %block.body.9, %"block.q"
  %block.body.13 = select  i1 %block.body.2, i64 0, i64 0
  %block.body.14 = icmp eq i64 %"more", 0
  %block.body.15 = and i1 %block.body.2, %block.body.14
  %block.body.16 = udiv i64 %"block", %"blocks.p"
  %block.body.17 = mul i64 %block.body.16, %"blocks.p"
  %block.body.18 = sub i64 %"block", %block.body.17
  %block.body.19 = udiv i64 %block.body.16, %"blocks.q"
  %block.body.20 = mul i64 %block.body.19, %"blocks.q"
  %block.body.21 = sub i64 %block.body.16, %block.body.20
  %block.body.22 = mul i64 %block.body.19, %"block.n"
  %block.body.23 = mul i64 %block.body.18, %"block.p"
  %block.body.24 = mul i64 %block.body.21, %"block.q"
  %block.body.25 = add i64 %block.body.22, %"block.n"
  %block.body.26 = icmp slt i64 %"n", %block.body.25
  %block.body.27 = select  i1 %block.body.26, i64 %"n", i64 %block.body.25
  %block.body.28 = add i64 %block.body.23, %"block.p"
  %block.body.29 = icmp slt i64 %"p", %block.body.28
  %block.body.30 = select  i1 %block.body.29, i64 %"p", i64 %block.body.28
  %block.body.31 = add i64 %block.body.24, %"block.q"
  %block.body.32 = icmp slt i64 %"q", %block.body.31
  %block.body.33 = select  i1 %block.body.32, i64 %"q", i64 %block.body.31
  %block.body.34 = sub i64 %block.body.27, %block.body.22
  %block.body.35 = sub i64 %block.body.30, %block.body.23
  %block.body.36 = sub i64 %block.body.33, %block.body.24
  %block.body.37 = mul i64 %"top", %"x.row"
  %block.body.38 = mul i64 %"left", 48
  %block.body.39 = add i64 %block.body.37, %block.body.38
  %block.body.40 = mul i64 %block.body.22, %"x.image"
  %block.body.41 = sub i64 %block.body.40, %block.body.39
  %block.body.42 = getelementptr i8, ptr %"x", i64 %block.body.41
  %block.body.43 = mul i64 %block.body.22, %"dy.image"
  %block.body.44 = getelementptr i8, ptr %"dy", i64 %block.body.43
  %block.body.45 = icmp slt i64 0, %block.body.34
  br i1 %block.body.45, label %"n.body", label %"n.done"
block.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"block.body"], [%p.done.1, %"p.done"]
  %n.body.1 = icmp slt i64 %block.body.23, %block.body.30
  br i1 %n.body.1, label %"p.body", label %"p.done"
n.done:
  %n.done.1 = icmp eq i64 2, 2
  %n.done.2 = icmp eq i64 %"block", %clear.done.2
  call void @"flush"(ptr %entry.49, ptr %"out", i1 %n.done.2, i64 2, i1 %n.done.1)
  %"block.next" = add i64 %"block", 1
  %n.done.3 = call i64 @"llvm.expect.i64"(i64 %"block.next", i64 0)
  %n.done.4 = icmp slt i64 %n.done.3, %clear.done.7
  br i1 %n.done.4, label %"block.body", label %"block.done"
p.body:
  %"p.1" = phi  i64 [%block.body.23, %"n.body"], [%p.body.endif.1, %"p.body.endif"]
  %p.body.1 = sub i64 %"p.1", %block.body.23
  %p.body.2 = add i64 %block.body.10, %"n.1"
  %p.body.3 = mul i64 %block.body.13, 8
  %p.body.4 = mul i64 %"top", -1
  %p.body.5 = add i64 %block.body.11, %p.body.4
  %p.body.6 = icmp sgt i64 0, %p.body.5
  %p.body.7 = select  i1 %p.body.6, i64 0, i64 %p.body.5
  %p.body.8 = mul i64 %"n.1", %"dy.image"
  %p.body.9 = mul i64 %"p.1", %"dy.row"
  %p.body.10 = add i64 %p.body.8, %p.body.9
  %p.body.11 = getelementptr i8, ptr %block.body.44, i64 %p.body.10
  %p.body.12 = mul i64 %"n.1", %"x.image"
  %p.body.13 = mul i64 %"p.1", %"x.row"
  %p.body.14 = add i64 %p.body.12, %p.body.13
  %p.body.15 = getelementptr i8, ptr %block.body.42, i64 %p.body.14
  %p.body.16 = mul i64 %"top", -1
  %p.body.17 = add i64 %"p.1", %p.body.16
  %p.body.18 = sub i64 0, %p.body.17
  %p.body.19 = icmp sgt i64 0, %p.body.18
  %p.body.20 = select  i1 %p.body.19, i64 0, i64 %p.body.18
  %p.body.21 = add i64 %"h", -1
  %p.body.22 = sub i64 %p.body.21, %p.body.17
  %p.body.23 = add i64 %p.body.22, 1
  %p.body.24 = icmp slt i64 3, %p.body.23
  %p.body.25 = select  i1 %p.body.24, i64 3, i64 %p.body.23
  %p.body.26 = sub i64 %p.body.25, %p.body.20
  %p.body.27 = icmp eq i64 %p.body.26, 3
  br i1 %p.body.27, label %"p.body.if", label %"p.body.else"
p.done:
  %"n.next" = add i64 %"n.1", 1
  %p.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %p.done.2 = icmp slt i64 %p.done.1, %block.body.34
  br i1 %p.done.2, label %"n.body", label %"n.done"
p.body.if:
  call void @"tile_3x3"(ptr %p.body.15, ptr %p.body.11, ptr %entry.49, i64 2, i64 4, i64 0, i64 1, i64 %block.body.24, i64 %block.body.33, ptr %"sizes")
  br label %"p.body.endif"
p.body.else:
  call void @"tile_1x3"(ptr %p.body.15, ptr %p.body.11, ptr %entry.49, i64 2, i64 4, i64 %p.body.20, i64 %p.body.25, i64 %block.body.24, i64 %block.body.33, ptr %"sizes")
  br label %"p.body.endif"
p.body.endif:
  %"p.next" = add i64 %"p.1", 1
  %p.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"p.next", i64 0)
  %p.body.endif.2 = icmp slt i64 %p.body.endif.1, %block.body.30
  br i1 %p.body.endif.2, label %"p.body", label %"p.done"
}

