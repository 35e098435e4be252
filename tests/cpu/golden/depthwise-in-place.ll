; ModuleID = "depthwise"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_1x3"(ptr %"x", ptr %"dy", ptr %"acc", i64 %"vectors", i64 %"last", i64 %"r0", i64 %"r1", i64 %"q0", i64 %"q1") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 %"r0", %"r1"
  br i1 %entry.1, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [%"r0", %"entry"], [%"r.next", %"vector.done.2"]
  %r.body.1 = mul i64 %"r", 288
  %r.body.2 = getelementptr i8, ptr %"x", i64 %r.body.1
  %r.body.3 = mul i64 %"r", 192
  %r.body.4 = getelementptr i8, ptr %"acc", i64 %r.body.3
  %r.body.5 = mul i64 %"r", 96
  %r.body.6 = add i64 864, %r.body.5
  %r.body.7 = getelementptr i8, ptr %"x", i64 %r.body.6
  %r.body.8 = mul i64 %"r", 96
  %r.body.9 = add i64 288, %r.body.8
  %r.body.10 = getelementptr i8, ptr %"dy", i64 %r.body.9
  %r.body.11 = icmp slt i64 0, %"vectors"
  br i1 %r.body.11, label %"vector.body", label %"vector.done"
r.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"r.body"], [%"vector.next", %"vector.body"]
  %vector.body.1 = mul i64 %"vector", 64
  %vector.body.2 = getelementptr i8, ptr %r.body.7, i64 %vector.body.1
  call void @"llvm.prefetch.p0"(ptr %vector.body.2, i32 0, i32 2, i32 1)
  %vector.body.3 = mul i64 %"vector", 64
  %vector.body.4 = getelementptr i8, ptr %r.body.10, i64 %vector.body.3
  call void @"llvm.prefetch.p0"(ptr %vector.body.4, i32 0, i32 2, i32 1)
  %vector.body.5 = mul i64 %"vector", 8
  %vector.body.6 = icmp slt i64 %vector.body.5, %"last"
  %vector.body.7 = select  i1 %vector.body.6, i64 %vector.body.5, i64 %"last"
  %vector.body.8 = mul i64 %vector.body.7, 4
  %vector.body.9 = getelementptr i8, ptr %r.body.2, i64 %vector.body.8
  %vector.body.10 = mul i64 %"vector", 8
  %vector.body.11 = icmp slt i64 %vector.body.10, %"last"
  %vector.body.12 = select  i1 %vector.body.11, i64 %vector.body.10, i64 %"last"
  %vector.body.13 = mul i64 %vector.body.12, 4
  %vector.body.14 = getelementptr i8, ptr %"dy", i64 %vector.body.13
  %vector.body.15 = mul i64 %"vector", 32
  %vector.body.16 = getelementptr i8, ptr %r.body.4, i64 %vector.body.15
  %vector.body.17 = load <8 x float>, ptr %vector.body.14, align 1
  %vector.body.18 = getelementptr i8, ptr %vector.body.14, i64 48
  %vector.body.19 = load <8 x float>, ptr %vector.body.18, align 1
  %vector.body.20 = getelementptr i8, ptr %vector.body.9, i64 48
  %vector.body.21 = load <8 x float>, ptr %vector.body.20, align 1
  %vector.body.22 = getelementptr i8, ptr %vector.body.16, i64 64
  %vector.body.23 = load <8 x float>, ptr %vector.body.22
  %vector.body.24 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.21, <8 x float> %vector.body.17, <8 x float> %vector.body.23)
  %vector.body.25 = load <8 x float>, ptr %vector.body.16
  %vector.body.26 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.21, <8 x float> %vector.body.19, <8 x float> %vector.body.25)
  store <8 x float> %vector.body.26, ptr %vector.body.16
  %vector.body.27 = getelementptr i8, ptr %vector.body.9, i64 96
  %vector.body.28 = load <8 x float>, ptr %vector.body.27, align 1
  %vector.body.29 = getelementptr i8, ptr %vector.body.16, i64 128
  %vector.body.30 = load <8 x float>, ptr %vector.body.29
  %vector.body.31 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.28, <8 x float> %vector.body.17, <8 x float> %vector.body.30)
  %vector.body.32 = getelementptr i8, ptr %vector.body.16, i64 64
  %vector.body.33 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.28, <8 x float> %vector.body.19, <8 x float> %vector.body.24)
  store <8 x float> %vector.body.33, ptr %vector.body.32
  %vector.body.34 = getelementptr i8, ptr %vector.body.9, i64 144
  %vector.body.35 = load <8 x float>, ptr %vector.body.34, align 1
  %vector.body.36 = getelementptr i8, ptr %vector.body.16, i64 128
  %vector.body.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.35, <8 x float> %vector.body.19, <8 x float> %vector.body.31)
  store <8 x float> %vector.body.37, ptr %vector.body.36
  %"vector.next" = add i64 %"vector", 1
  %vector.body.38 = icmp slt i64 %"vector.next", %"vectors"
  br i1 %vector.body.38, label %"vector.body", label %"vector.done"
vector.done:
  %vector.done.1 = getelementptr i8, ptr %r.body.2, i64 96
  %vector.done.2 = getelementptr i8, ptr %"dy", i64 96
  %vector.done.3 = icmp slt i64 0, %"vectors"
  br i1 %vector.done.3, label %"vector.body.1", label %"vector.done.1"
vector.body.1:
  %"vector.1" = phi  i64 [0, %"vector.done"], [%"vector.next.1", %"vector.body.1"]
  %vector.body.1.1 = mul i64 %"vector.1", 64
  %vector.body.1.2 = add i64 96, %vector.body.1.1
  %vector.body.1.3 = getelementptr i8, ptr %r.body.7, i64 %vector.body.1.2
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.3, i32 0, i32 2, i32 1)
  %vector.body.1.4 = mul i64 %"vector.1", 64
  %vector.body.1.5 = add i64 96, %vector.body.1.4
  %vector.body.1.6 = getelementptr i8, ptr %r.body.10, i64 %vector.body.1.5
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.6, i32 0, i32 2, i32 1)
  %vector.body.1.7 = mul i64 %"vector.1", 8
  %vector.body.1.8 = icmp slt i64 %vector.body.1.7, %"last"
  %vector.body.1.9 = select  i1 %vector.body.1.8, i64 %vector.body.1.7, i64 %"last"
  %vector.body.1.10 = mul i64 %vector.body.1.9, 4
  %vector.body.1.11 = getelementptr i8, ptr %vector.done.1, i64 %vector.body.1.10
  %vector.body.1.12 = mul i64 %"vector.1", 8
  %vector.body.1.13 = icmp slt i64 %vector.body.1.12, %"last"
  %vector.body.1.14 = select  i1 %vector.body.1.13, i64 %vector.body.1.12, i64 %"last"
  %vector.body.1.15 = mul i64 %vector.body.1.14, 4
  %vector.body.1.16 = getelementptr i8, ptr %vector.done.2, i64 %vector.body.1.15
  %vector.body.1.17 = mul i64 %"vector.1", 32
  %vector.body.1.18 = getelementptr i8, ptr %r.body.4, i64 %vector.body.1.17
  %vector.body.1.19 = load <8 x float>, ptr %vector.body.1.16, align 1
  %vector.body.1.20 = getelementptr i8, ptr %vector.body.1.16, i64 48
  %vector.body.1.21 = load <8 x float>, ptr %vector.body.1.20, align 1
  %vector.body.1.22 = load <8 x float>, ptr %vector.body.1.11, align 1
  %vector.body.1.23 = load <8 x float>, ptr %vector.body.1.18
  %vector.body.1.24 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.22, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.23)
  %vector.body.1.25 = getelementptr i8, ptr %vector.body.1.11, i64 48
  %vector.body.1.26 = load <8 x float>, ptr %vector.body.1.25, align 1
  %vector.body.1.27 = getelementptr i8, ptr %vector.body.1.18, i64 64
  %vector.body.1.28 = load <8 x float>, ptr %vector.body.1.27
  %vector.body.1.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.26, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.28)
  %vector.body.1.30 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.26, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.24)
  store <8 x float> %vector.body.1.30, ptr %vector.body.1.18
  %vector.body.1.31 = getelementptr i8, ptr %vector.body.1.11, i64 96
  %vector.body.1.32 = load <8 x float>, ptr %vector.body.1.31, align 1
  %vector.body.1.33 = getelementptr i8, ptr %vector.body.1.18, i64 128
  %vector.body.1.34 = load <8 x float>, ptr %vector.body.1.33
  %vector.body.1.35 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.32, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.34)
  %vector.body.1.36 = getelementptr i8, ptr %vector.body.1.18, i64 64
  %vector.body.1.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.32, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.29)
  store <8 x float> %vector.body.1.37, ptr %vector.body.1.36
  %vector.body.1.38 = getelementptr i8, ptr %vector.body.1.11, i64 144
  %vector.body.1.39 = load <8 x float>, ptr %vector.body.1.38, align 1
  %vector.body.1.40 = getelementptr i8, ptr %vector.body.1.18, i64 128
  %vector.body.1.41 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.39, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.35)
  store <8 x float> %vector.body.1.41, ptr %vector.body.1.40
  %"vector.next.1" = add i64 %"vector.1", 1
  %vector.body.1.42 = icmp slt i64 %"vector.next.1", %"vectors"
  br i1 %vector.body.1.42, label %"vector.body.1", label %"vector.done.1"
vector.done.1:
  %vector.done.1.1 = getelementptr i8, ptr %r.body.2, i64 192
  %vector.done.1.2 = getelementptr i8, ptr %"dy", i64 192
  %vector.done.1.3 = icmp slt i64 0, %"vectors"
  br i1 %vector.done.1.3, label %"vector.body.2", label %"vector.done.2"
vector.body.2:
  %"vector.2" = phi  i64 [0, %"vector.done.1"], [%"vector.next.2", %"vector.body.2"]
  %vector.body.2.1 = mul i64 %"vector.2", 64
  %vector.body.2.2 = add i64 192, %vector.body.2.1
  %vector.body.2.3 = getelementptr i8, ptr %r.body.7, i64 %vector.body.2.2
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.3, i32 0, i32 2, i32 1)
  %vector.body.2.4 = mul i64 %"vector.2", 64
  %vector.body.2.5 = add i64 192, %vector.body.2.4
  %vector.body.2.6 = getelementptr i8, ptr %r.body.10, i64 %vector.body.2.5
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.6, i32 0, i32 2, i32 1)
  %vector.body.2.7 = mul i64 %"vector.2", 8
  %vector.body.2.8 = icmp slt i64 %vector.body.2.7, %"last"
  %vector.body.2.9 = select  i1 %vector.body.2.8, i64 %vector.body.2.7, i64 %"last"
  %vector.body.2.10 = mul i64 %vector.body.2.9, 4
  %vector.body.2.11 = getelementptr i8, ptr %vector.done.1.1, i64 %vector.body.2.10
  %vector.body.2.12 = mul i64 %"vector.2", 8
  %vector.body.2.13 = icmp slt i64 %vector.body.2.12, %"last"
  %vector.body.2.14 = select  i1 %vector.body.2.13, i64 %vector.body.2.12, i64 %"last"
  %vector.body.2.15 = mul i64 %vector.body.2.14, 4
  %vector.body.2.16 = getelementptr i8, ptr %vector.done.1.2, i64 %vector.body.2.15
  %vector.body.2.17 = mul i64 %"vector.2", 32
  %vector.body.2.18 = getelementptr i8, ptr %r.body.4, i64 %vector.body.2.17
  %vector.body.2.19 = load <8 x float>, ptr %vector.body.2.16, align 1
  %vector.body.2.20 = getelementptr i8, ptr %vector.body.2.16, i64 48
  %vector.body.2.21 = load <8 x float>, ptr %vector.body.2.20, align 1
  %vector.body.2.22 = load <8 x float>, ptr %vector.body.2.11, align 1
  %vector.body.2.23 = load <8 x float>, ptr %vector.body.2.18
  %vector.body.2.24 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.22, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.23)
  %vector.body.2.25 = getelementptr i8, ptr %vector.body.2.11, i64 48
  %vector.body.2.26 = load <8 x float>, ptr %vector.body.2.25, align 1
  %vector.body.2.27 = getelementptr i8, ptr %vector.body.2.18, i64 64
  %vector.body.2.28 = load <8 x float>, ptr %vector.body.2.27
  %vector.body.2.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.26, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.28)
  %vector.body.2.30 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.26, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.24)
  store <8 x float> %vector.body.2.30, ptr %vector.body.2.18
  %vector.body.2.31 = getelementptr i8, ptr %vector.body.2.11, i64 96
  %vector.body.2.32 = load <8 x float>, ptr %vector.body.2.31, align 1
  %vector.body.2.33 = getelementptr i8, ptr %vector.body.2.18, i64 128
  %vector.body.2.34 = load <8 x float>, ptr %vector.body.2.33
  %vector.body.2.35 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.32, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.34)
  store <8 x float> %vector.body.2.35, ptr %vector.body.2.33
  %vector.body.2.36 = getelementptr i8, ptr %vector.body.2.18, i64 64
  %vector.body.2.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.32, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.29)
  store <8 x float> %vector.body.2.37, ptr %vector.body.2.36
  %"vector.next.2" = add i64 %"vector.2", 1
  %vector.body.2.38 = icmp slt i64 %"vector.next.2", %"vectors"
  br i1 %vector.body.2.38, label %"vector.body.2", label %"vector.done.2"
vector.done.2:
  %"r.next" = add i64 %"r", 1
  %vector.done.2.1 = icmp slt i64 %"r.next", %"r1"
  br i1 %vector.done.2.1, label %"r.body", label %"r.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define internal void @"tile_3x3"(ptr %"x", ptr %"dy", ptr %"acc", i64 %"vectors", i64 %"last", i64 %"r0", i64 %"r1", i64 %"q0", i64 %"q1") noinline nounwind
{
entry:
  %entry.1 = icmp slt i64 %"r0", %"r1"
  br i1 %entry.1, label %"r.body", label %"r.done"
r.body:
  %"r" = phi  i64 [%"r0", %"entry"], [%"r.next", %"vector.done.2"]
  %r.body.1 = mul i64 %"r", 288
  %r.body.2 = getelementptr i8, ptr %"x", i64 %r.body.1
  %r.body.3 = mul i64 %"r", 192
  %r.body.4 = getelementptr i8, ptr %"acc", i64 %r.body.3
  %r.body.5 = mul i64 %"r", 96
  %r.body.6 = add i64 864, %r.body.5
  %r.body.7 = getelementptr i8, ptr %"x", i64 %r.body.6
  %r.body.8 = mul i64 %"r", 96
  %r.body.9 = add i64 288, %r.body.8
  %r.body.10 = getelementptr i8, ptr %"dy", i64 %r.body.9
  %r.body.11 = icmp slt i64 0, %"vectors"
  br i1 %r.body.11, label %"vector.body", label %"vector.done"
r.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"r.body"], [%"vector.next", %"vector.body"]
  %vector.body.1 = mul i64 %"vector", 64
  %vector.body.2 = getelementptr i8, ptr %r.body.7, i64 %vector.body.1
  call void @"llvm.prefetch.p0"(ptr %vector.body.2, i32 0, i32 2, i32 1)
  %vector.body.3 = mul i64 %"vector", 64
  %vector.body.4 = getelementptr i8, ptr %r.body.10, i64 %vector.body.3
  call void @"llvm.prefetch.p0"(ptr %vector.body.4, i32 0, i32 2, i32 1)
  %vector.body.5 = mul i64 %"vector", 8
  %vector.body.6 = icmp slt i64 %vector.body.5, %"last"
  %vector.body.7 = select  i1 %vector.body.6, i64 %vector.body.5, i64 %"last"
  %vector.body.8 = mul i64 %vector.body.7, 4
  %vector.body.9 = getelementptr i8, ptr %r.body.2, i64 %vector.body.8
  %vector.body.10 = mul i64 %"vector", 8
  %vector.body.11 = icmp slt i64 %vector.body.10, %"last"
  %vector.body.12 = select  i1 %vector.body.11, i64 %vector.body.10, i64 %"last"
  %vector.body.13 = mul i64 %vector.body.12, 4
  %vector.body.14 = getelementptr i8, ptr %"dy", i64 %vector.body.13
  %vector.body.15 = mul i64 %"vector", 32
  %vector.body.16 = getelementptr i8, ptr %r.body.4, i64 %vector.body.15
  %vector.body.17 = load <8 x float>, ptr %vector.body.14, align 1
  %vector.body.18 = getelementptr i8, ptr %vector.body.14, i64 48
  %vector.body.19 = load <8 x float>, ptr %vector.body.18, align 1
  %vector.body.20 = getelementptr i8, ptr %vector.body.9, i64 48
  %vector.body.21 = load <8 x float>, ptr %vector.body.20, align 1
  %vector.body.22 = getelementptr i8, ptr %vector.body.16, i64 64
  %vector.body.23 = load <8 x float>, ptr %vector.body.22
  %vector.body.24 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.21, <8 x float> %vector.body.17, <8 x float> %vector.body.23)
  %vector.body.25 = load <8 x float>, ptr %vector.body.16
  %vector.body.26 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.21, <8 x float> %vector.body.19, <8 x float> %vector.body.25)
  store <8 x float> %vector.body.26, ptr %vector.body.16
  %vector.body.27 = getelementptr i8, ptr %vector.body.9, i64 96
  %vector.body.28 = load <8 x float>, ptr %vector.body.27, align 1
  %vector.body.29 = getelementptr i8, ptr %vector.body.16, i64 128
  %vector.body.30 = load <8 x float>, ptr %vector.body.29
  %vector.body.31 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.28, <8 x float> %vector.body.17, <8 x float> %vector.body.30)
  %vector.body.32 = getelementptr i8, ptr %vector.body.16, i64 64
  %vector.body.33 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.28, <8 x float> %vector.body.19, <8 x float> %vector.body.24)
  store <8 x float> %vector.body.33, ptr %vector.body.32
  %vector.body.34 = getelementptr i8, ptr %vector.body.9, i64 144
  %vector.body.35 = load <8 x float>, ptr %vector.body.34, align 1
  %vector.body.36 = getelementptr i8, ptr %vector.body.16, i64 128
  %vector.body.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.35, <8 x float> %vector.body.19, <8 x float> %vector.body.31)
  store <8 x float> %vector.body.37, ptr %vector.body.36
  %vector.body.38 = getelementptr i8, ptr %vector.body.9, i64 336
  %vector.body.39 = load <8 x float>, ptr %vector.body.38, align 1
  %vector.body.40 = getelementptr i8, ptr %vector.body.16, i64 256
  %vector.body.41 = load <8 x float>, ptr %vector.body.40
  %vector.body.42 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.39, <8 x float> %vector.body.17, <8 x float> %vector.body.41)
  %vector.body.43 = getelementptr i8, ptr %vector.body.16, i64 192
  %vector.body.44 = load <8 x float>, ptr %vector.body.43
  %vector.body.45 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.39, <8 x float> %vector.body.19, <8 x float> %vector.body.44)
  store <8 x float> %vector.body.45, ptr %vector.body.43
  %vector.body.46 = getelementptr i8, ptr %vector.body.9, i64 384
  %vector.body.47 = load <8 x float>, ptr %vector.body.46, align 1
  %vector.body.48 = getelementptr i8, ptr %vector.body.16, i64 320
  %vector.body.49 = load <8 x float>, ptr %vector.body.48
  %vector.body.50 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.47, <8 x float> %vector.body.17, <8 x float> %vector.body.49)
  %vector.body.51 = getelementptr i8, ptr %vector.body.16, i64 256
  %vector.body.52 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.47, <8 x float> %vector.body.19, <8 x float> %vector.body.42)
  store <8 x float> %vector.body.52, ptr %vector.body.51
  %vector.body.53 = getelementptr i8, ptr %vector.body.9, i64 432
  %vector.body.54 = load <8 x float>, ptr %vector.body.53, align 1
  %vector.body.55 = getelementptr i8, ptr %vector.body.16, i64 320
  %vector.body.56 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.54, <8 x float> %vector.body.19, <8 x float> %vector.body.50)
  store <8 x float> %vector.body.56, ptr %vector.body.55
  %vector.body.57 = getelementptr i8, ptr %vector.body.9, i64 624
  %vector.body.58 = load <8 x float>, ptr %vector.body.57, align 1
  %vector.body.59 = getelementptr i8, ptr %vector.body.16, i64 448
  %vector.body.60 = load <8 x float>, ptr %vector.body.59
  %vector.body.61 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.58, <8 x float> %vector.body.17, <8 x float> %vector.body.60)
  %vector.body.62 = getelementptr i8, ptr %vector.body.16, i64 384
  %vector.body.63 = load <8 x float>, ptr %vector.body.62
  %vector.body.64 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.58, <8 x float> %vector.body.19, <8 x float> %vector.body.63)
  store <8 x float> %vector.body.64, ptr %vector.body.62
  %vector.body.65 = getelementptr i8, ptr %vector.body.9, i64 672
  %vector.body.66 = load <8 x float>, ptr %vector.body.65, align 1
  %vector.body.67 = getelementptr i8, ptr %vector.body.16, i64 512
  %vector.body.68 = load <8 x float>, ptr %vector.body.67
  %vector.body.69 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.66, <8 x float> %vector.body.17, <8 x float> %vector.body.68)
  %vector.body.70 = getelementptr i8, ptr %vector.body.16, i64 448
  %vector.body.71 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.66, <8 x float> %vector.body.19, <8 x float> %vector.body.61)
  store <8 x float> %vector.body.71, ptr %vector.body.70
  %vector.body.72 = getelementptr i8, ptr %vector.body.9, i64 720
  %vector.body.73 = load <8 x float>, ptr %vector.body.72, align 1
  %vector.body.74 = getelementptr i8, ptr %vector.body.16, i64 512
  %vector.body.75 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.73, <8 x float> %vector.body.19, <8 x float> %vector.body.69)
  store <8 x float> %vector.body.75, ptr %vector.body.74
  %"vector.next" = add i64 %"vector", 1
  %vector.body.76 = icmp slt i64 %"vector.next", %"vectors"
  br i1 %vector.body.76, label %"vector.body", label %"vector.done"
vector.done:
  %vector.done.1 = getelementptr i8, ptr %r.body.2, i64 96
  %vector.done.2 = getelementptr i8, ptr %"dy", i64 96
  %vector.done.3 = icmp slt i64 0, %"vectors"
  br i1 %vector.done.3, label %"vector.body.1", label %"vector.done.1"
vector.body.1:
  %"vector.1" = phi  i64 [0, %"vector.done"], [%"vector.next.1", %"vector.body.1"]
  %vector.body.1.1 = mul i64 %"vector.1", 64
  %vector.body.1.2 = add i64 96, %vector.body.1.1
  %vector.body.1.3 = getelementptr i8, ptr %r.body.7, i64 %vector.body.1.2
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.3, i32 0, i32 2, i32 1)
  %vector.body.1.4 = mul i64 %"vector.1", 64
  %vector.body.1.5 = add i64 96, %vector.body.1.4
  %vector.body.1.6 = getelementptr i8, ptr %r.body.10, i64 %vector.body.1.5
  call void @"llvm.prefetch.p0"(ptr %vector.body.1.6, i32 0, i32 2, i32 1)
  %vector.body.1.7 = mul i64 %"vector.1", 8
  %vector.body.1.8 = icmp slt i64 %vector.body.1.7, %"last"
  %vector.body.1.9 = select  i1 %vector.body.1.8, i64 %vector.body.1.7, i64 %"last"
  %vector.body.1.10 = mul i64 %vector.body.1.9, 4
  %vector.body.1.11 = getelementptr i8, ptr %vector.done.1, i64 %vector.body.1.10
  %vector.body.1.12 = mul i64 %"vector.1", 8
  %vector.body.1.13 = icmp slt i64 %vector.body.1.12, %"last"
  %vector.body.1.14 = select  i1 %vector.body.1.13, i64 %vector.body.1.12, i64 %"last"
  %vector.body.1.15 = mul i64 %vector.body.1.14, 4
  %vector.body.1.16 = getelementptr i8, ptr %vector.done.2, i64 %vector.body.1.15
  %vector.body.1.17 = mul i64 %"vector.1", 32
  %vector.body.1.18 = getelementptr i8, ptr %r.body.4, i64 %vector.body.1.17
  %vector.body.1.19 = load <8 x float>, ptr %vector.body.1.16, align 1
  %vector.body.1.20 = getelementptr i8, ptr %vector.body.1.16, i64 48
  %vector.body.1.21 = load <8 x float>, ptr %vector.body.1.20, align 1
  %vector.body.1.22 = load <8 x float>, ptr %vector.body.1.11, align 1
  %vector.body.1.23 = load <8 x float>, ptr %vector.body.1.18
  %vector.body.1.24 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.22, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.23)
  %vector.body.1.25 = getelementptr i8, ptr %vector.body.1.11, i64 48
  %vector.body.1.26 = load <8 x float>, ptr %vector.body.1.25, align 1
  %vector.body.1.27 = getelementptr i8, ptr %vector.body.1.18, i64 64
  %vector.body.1.28 = load <8 x float>, ptr %vector.body.1.27
  %vector.body.1.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.26, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.28)
  %vector.body.1.30 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.26, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.24)
  store <8 x float> %vector.body.1.30, ptr %vector.body.1.18
  %vector.body.1.31 = getelementptr i8, ptr %vector.body.1.11, i64 96
  %vector.body.1.32 = load <8 x float>, ptr %vector.body.1.31, align 1
  %vector.body.1.33 = getelementptr i8, ptr %vector.body.1.18, i64 128
  %vector.body.1.34 = load <8 x float>, ptr %vector.body.1.33
  %vector.body.1.35 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.32, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.34)
  %vector.body.1.36 = getelementptr i8, ptr %vector.body.1.18, i64 64
  %vector.body.1.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.32, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.29)
  store <8 x float> %vector.body.1.37, ptr %vector.body.1.36
  %vector.body.1.38 = getelementptr i8, ptr %vector.body.1.11, i64 144
  %vector.body.1.39 = load <8 x float>, ptr %vector.body.1.38, align 1
  %vector.body.1.40 = getelementptr i8, ptr %vector.body.1.18, i64 128
  %vector.body.1.41 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.39, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.35)
  store <8 x float> %vector.body.1.41, ptr %vector.body.1.40
  %vector.body.1.42 = getelementptr i8, ptr %vector.body.1.11, i64 288
  %vector.body.1.43 = load <8 x float>, ptr %vector.body.1.42, align 1
  %vector.body.1.44 = getelementptr i8, ptr %vector.body.1.18, i64 192
  %vector.body.1.45 = load <8 x float>, ptr %vector.body.1.44
  %vector.body.1.46 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.43, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.45)
  %vector.body.1.47 = getelementptr i8, ptr %vector.body.1.11, i64 336
  %vector.body.1.48 = load <8 x float>, ptr %vector.body.1.47, align 1
  %vector.body.1.49 = getelementptr i8, ptr %vector.body.1.18, i64 256
  %vector.body.1.50 = load <8 x float>, ptr %vector.body.1.49
  %vector.body.1.51 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.48, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.50)
  %vector.body.1.52 = getelementptr i8, ptr %vector.body.1.18, i64 192
  %vector.body.1.53 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.48, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.46)
  store <8 x float> %vector.body.1.53, ptr %vector.body.1.52
  %vector.body.1.54 = getelementptr i8, ptr %vector.body.1.11, i64 384
  %vector.body.1.55 = load <8 x float>, ptr %vector.body.1.54, align 1
  %vector.body.1.56 = getelementptr i8, ptr %vector.body.1.18, i64 320
  %vector.body.1.57 = load <8 x float>, ptr %vector.body.1.56
  %vector.body.1.58 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.55, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.57)
  %vector.body.1.59 = getelementptr i8, ptr %vector.body.1.18, i64 256
  %vector.body.1.60 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.55, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.51)
  store <8 x float> %vector.body.1.60, ptr %vector.body.1.59
  %vector.body.1.61 = getelementptr i8, ptr %vector.body.1.11, i64 432
  %vector.body.1.62 = load <8 x float>, ptr %vector.body.1.61, align 1
  %vector.body.1.63 = getelementptr i8, ptr %vector.body.1.18, i64 320
  %vector.body.1.64 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.62, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.58)
  store <8 x float> %vector.body.1.64, ptr %vector.body.1.63
  %vector.body.1.65 = getelementptr i8, ptr %vector.body.1.11, i64 576
  %vector.body.1.66 = load <8 x float>, ptr %vector.body.1.65, align 1
  %vector.body.1.67 = getelementptr i8, ptr %vector.body.1.18, i64 384
  %vector.body.1.68 = load <8 x float>, ptr %vector.body.1.67
  %vector.body.1.69 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.66, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.68)
  %vector.body.1.70 = getelementptr i8, ptr %vector.body.1.11, i64 624
  %vector.body.1.71 = load <8 x float>, ptr %vector.body.1.70, align 1
  %vector.body.1.72 = getelementptr i8, ptr %vector.body.1.18, i64 448
  %vector.body.1.73 = load <8 x float>, ptr %vector.body.1.72
  %vector.body.1.74 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.71, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.73)
  %vector.body.1.75 = getelementptr i8, ptr %vector.body.1.18, i64 384
  %vector.body.1.76 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.71, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.69)
  store <8 x float> %vector.body.1.76, ptr %vector.body.1.75
  %vector.body.1.77 = getelementptr i8, ptr %vector.body.1.11, i64 672
  %vector.body.1.78 = load <8 x float>, ptr %vector.body.1.77, align 1
  %vector.body.1.79 = getelementptr i8, ptr %vector.body.1.18, i64 512
  %vector.body.1.80 = load <8 x float>, ptr %vector.body.1.79
  %vector.body.1.81 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.78, <8 x float> %vector.body.1.19, <8 x float> %vector.body.1.80)
  %vector.body.1.82 = getelementptr i8, ptr %vector.body.1.18, i64 448
  %vector.body.1.83 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.78, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.74)
  store <8 x float> %vector.body.1.83, ptr %vector.body.1.82
  %vector.body.1.84 = getelementptr i8, ptr %vector.body.1.11, i64 720
  %vector.body.1.85 = load <8 x float>, ptr %vector.body.1.84, align 1
  %vector.body.1.86 = getelementptr i8, ptr %vector.body.1.18, i64 512
  %vector.body.1.87 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.1.85, <8 x float> %vector.body.1.21, <8 x float> %vector.body.1.81)
  store <8 x float> %vector.body.1.87, ptr %vector.body.1.86
  %"vector.next.1" = add i64 %"vector.1", 1
  %vector.body.1.88 = icmp slt i64 %"vector.next.1", %"vectors"
  br i1 %vector.body.1.88, label %"vector.body.1", label %"vector.done.1"
vector.done.1:
  %vector.done.1.1 = getelementptr i8, ptr %r.body.2, i64 192
  %vector.done.1.2 = getelementptr i8, ptr %"dy", i64 192
  %vector.done.1.3 = icmp slt i64 0, %"vectors"
  br i1 %vector.done.1.3, label %"vector.body.2", label %"vector.done.2"
vector.body.2:
  %"vector.2" = phi  i64 [0, %"vector.done.1"], [%"vector.next.2", %"vector.body.2"]
  %vector.body.2.1 = mul i64 %"vector.2", 64
  %vector.body.2.2 = add i64 192, %vector.body.2.1
  %vector.body.2.3 = getelementptr i8, ptr %r.body.7, i64 %vector.body.2.2
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.3, i32 0, i32 2, i32 1)
  %vector.body.2.4 = mul i64 %"vector.2", 64
  %vector.body.2.5 = add i64 192, %vector.body.2.4
  %vector.body.2.6 = getelementptr i8, ptr %r.body.10, i64 %vector.body.2.5
  call void @"llvm.prefetch.p0"(ptr %vector.body.2.6, i32 0, i32 2, i32 1)
  %vector.body.2.7 = mul i64 %"vector.2", 8
  %vector.body.2.8 = icmp slt i64 %vector.body.2.7, %"last"
  %vector.body.2.9 = select  i1 %vector.body.2.8, i64 %vector.body.2.7, i64 %"last"
  %vector.body.2.10 = mul i64 %vector.body.2.9, 4
  %vector.body.2.11 = getelementptr i8, ptr %vector.done.1.1, i64 %vector.body.2.10
  %vector.body.2.12 = mul i64 %"vector.2", 8
  %vector.body.2.13 = icmp slt i64 %vector.body.2.12, %"last"
  %vector.body.2.14 = select  i1 %vector.body.2.13, i64 %vector.body.2.12, i64 %"last"
  %vector.body.2.15 = mul i64 %vector.body.2.14, 4
  %vector.body.2.16 = getelementptr i8, ptr %vector.done.1.2, i64 %vector.body.2.15
  %vector.body.2.17 = mul i64 %"vector.2", 32
  %vector.body.2.18 = getelementptr i8, ptr %r.body.4, i64 %vector.body.2.17
  %vector.body.2.19 = load <8 x float>, ptr %vector.body.2.16, align 1
  %vector.body.2.20 = getelementptr i8, ptr %vector.body.2.16, i64 48
  %vector.body.2.21 = load <8 x float>, ptr %vector.body.2.20, align 1
  %vector.body.2.22 = load <8 x float>, ptr %vector.body.2.11, align 1
  %vector.body.2.23 = load <8 x float>, ptr %vector.body.2.18
  %vector.body.2.24 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.22, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.23)
  %vector.body.2.25 = getelementptr i8, ptr %vector.body.2.11, i64 48
  %vector.body.2.26 = load <8 x float>, ptr %vector.body.2.25, align 1
  %vector.body.2.27 = getelementptr i8, ptr %vector.body.2.18, i64 64
  %vector.body.2.28 = load <8 x float>, ptr %vector.body.2.27
  %vector.body.2.29 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.26, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.28)
  %vector.body.2.30 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.26, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.24)
  store <8 x float> %vector.body.2.30, ptr %vector.body.2.18
  %vector.body.2.31 = getelementptr i8, ptr %vector.body.2.11, i64 96
  %vector.body.2.32 = load <8 x float>, ptr %vector.body.2.31, align 1
  %vector.body.2.33 = getelementptr i8, ptr %vector.body.2.18, i64 128
  %vector.body.2.34 = load <8 x float>, ptr %vector.body.2.33
  %vector.body.2.35 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.32, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.34)
  store <8 x float> %vector.body.2.35, ptr %vector.body.2.33
  %vector.body.2.36 = getelementptr i8, ptr %vector.body.2.18, i64 64
  %vector.body.2.37 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.32, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.29)
  store <8 x float> %vector.body.2.37, ptr %vector.body.2.36
  %vector.body.2.38 = getelementptr i8, ptr %vector.body.2.11, i64 288
  %vector.body.2.39 = load <8 x float>, ptr %vector.body.2.38, align 1
  %vector.body.2.40 = getelementptr i8, ptr %vector.body.2.18, i64 192
  %vector.body.2.41 = load <8 x float>, ptr %vector.body.2.40
  %vector.body.2.42 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.39, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.41)
  %vector.body.2.43 = getelementptr i8, ptr %vector.body.2.11, i64 336
  %vector.body.2.44 = load <8 x float>, ptr %vector.body.2.43, align 1
  %vector.body.2.45 = getelementptr i8, ptr %vector.body.2.18, i64 256
  %vector.body.2.46 = load <8 x float>, ptr %vector.body.2.45
  %vector.body.2.47 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.44, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.46)
  %vector.body.2.48 = getelementptr i8, ptr %vector.body.2.18, i64 192
  %vector.body.2.49 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.44, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.42)
  store <8 x float> %vector.body.2.49, ptr %vector.body.2.48
  %vector.body.2.50 = getelementptr i8, ptr %vector.body.2.11, i64 384
  %vector.body.2.51 = load <8 x float>, ptr %vector.body.2.50, align 1
  %vector.body.2.52 = getelementptr i8, ptr %vector.body.2.18, i64 320
  %vector.body.2.53 = load <8 x float>, ptr %vector.body.2.52
  %vector.body.2.54 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.51, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.53)
  store <8 x float> %vector.body.2.54, ptr %vector.body.2.52
  %vector.body.2.55 = getelementptr i8, ptr %vector.body.2.18, i64 256
  %vector.body.2.56 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.51, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.47)
  store <8 x float> %vector.body.2.56, ptr %vector.body.2.55
  %vector.body.2.57 = getelementptr i8, ptr %vector.body.2.11, i64 576
  %vector.body.2.58 = load <8 x float>, ptr %vector.body.2.57, align 1
  %vector.body.2.59 = getelementptr i8, ptr %vector.body.2.18, i64 384
  %vector.body.2.60 = load <8 x float>, ptr %vector.body.2.59
  %vector.body.2.61 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.58, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.60)
  %vector.body.2.62 = getelementptr i8, ptr %vector.body.2.11, i64 624
  %vector.body.2.63 = load <8 x float>, ptr %vector.body.2.62, align 1
  %vector.body.2.64 = getelementptr i8, ptr %vector.body.2.18, i64 448
  %vector.body.2.65 = load <8 x float>, ptr %vector.body.2.64
  %vector.body.2.66 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.63, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.65)
  %vector.body.2.67 = getelementptr i8, ptr %vector.body.2.18, i64 384
  %vector.body.2.68 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.63, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.61)
  store <8 x float> %vector.body.2.68, ptr %vector.body.2.67
  %vector.body.2.69 = getelementptr i8, ptr %vector.body.2.11, i64 672
  %vector.body.2.70 = load <8 x float>, ptr %vector.body.2.69, align 1
  %vector.body.2.71 = getelementptr i8, ptr %vector.body.2.18, i64 512
  %vector.body.2.72 = load <8 x float>, ptr %vector.body.2.71
  %vector.body.2.73 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.70, <8 x float> %vector.body.2.19, <8 x float> %vector.body.2.72)
  store <8 x float> %vector.body.2.73, ptr %vector.body.2.71
  %vector.body.2.74 = getelementptr i8, ptr %vector.body.2.18, i64 448
  %vector.body.2.75 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %vector.body.2.70, <8 x float> %vector.body.2.21, <8 x float> %vector.body.2.66)
  store <8 x float> %vector.body.2.75, ptr %vector.body.2.74
  %"vector.next.2" = add i64 %"vector.2", 1
  %vector.body.2.76 = icmp slt i64 %"vector.next.2", %"vectors"
  br i1 %vector.body.2.76, label %"vector.body.2", label %"vector.done.2"
vector.done.2:
  %"r.next" = add i64 %"r", 3
  %vector.done.2.1 = icmp slt i64 %"r.next", %"r1"
  br i1 %vector.done.2.1, label %"r.body", label %"r.done"
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
  %"tap" = phi  i64 [0, %"entry"], [%"tap.next", %"vector.done.endif"]
  %tap.body.1 = mul i64 %"tap", 64
  %tap.body.2 = getelementptr i8, ptr %"acc", i64 %tap.body.1
  %tap.body.3 = mul i64 %"tap", 48
  %tap.body.4 = getelementptr i8, ptr %"dw", i64 %tap.body.3
  %tap.body.5 = icmp slt i64 0, %entry.3
  br i1 %tap.body.5, label %"vector.body", label %"vector.done"
tap.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"tap.body"], [%"vector.next", %"vector.body.endif"]
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
  %vector.body.endif.1 = icmp slt i64 %"vector.next", %entry.3
  br i1 %vector.body.endif.1, label %"vector.body", label %"vector.done"
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
  %vector.done.endif.1 = icmp slt i64 %"tap.next", 9
  br i1 %vector.done.endif.1, label %"tap.body", label %"tap.done"
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

define void @"main"(ptr %"args", i64 %"task", i64 %"slot") nounwind
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
  %entry.15 = mul i64 %"slot", %"panel_bytes"
  %entry.16 = getelementptr i8, ptr %"panels", i64 %entry.15
  %entry.17 = icmp slt i64 0, 18
  br i1 %entry.17, label %"clear.body", label %"clear.done"
clear.body:
  %"clear" = phi  i64 [0, %"entry"], [%"clear.next", %"clear.body"]
  %clear.body.1 = mul i64 %"clear", 32
  %clear.body.2 = getelementptr i8, ptr %entry.16, i64 %clear.body.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %clear.body.2, align 1
  %"clear.next" = add i64 %"clear", 1
  %clear.body.3 = icmp slt i64 %"clear.next", 18
  br i1 %clear.body.3, label %"clear.body", label %"clear.done"
clear.done:
  %clear.done.1 = getelementptr i8, ptr %"x", i64 -336
  %clear.done.2 = icmp slt i64 0, 5
  br i1 %clear.done.2, label %"p.body", label %"p.done"
p.body:
  %"p" = phi  i64 [0, %"clear.done"], [%"p.next", %"p.body.endif"]
  %p.body.1 = mul i64 %"p", 288
  %p.body.2 = getelementptr i8, ptr %"dy", i64 %p.body.1
  %p.body.3 = mul i64 %"p", 288
  %p.body.4 = getelementptr i8, ptr %clear.done.1, i64 %p.body.3
  %p.body.5 = add i64 %"p", -1
  %p.body.6 = sub i64 0, %p.body.5
  %p.body.7 = icmp sgt i64 0, %p.body.6
  %p.body.8 = select  i1 %p.body.7, i64 0, i64 %p.body.6
  %p.body.9 = sub i64 4, %p.body.5
  %p.body.10 = add i64 %p.body.9, 1
  %p.body.11 = icmp slt i64 3, %p.body.10
  %p.body.12 = select  i1 %p.body.11, i64 3, i64 %p.body.10
  %p.body.13 = sub i64 %p.body.12, %p.body.8
  %p.body.14 = icmp eq i64 %p.body.13, 3
  br i1 %p.body.14, label %"p.body.if", label %"p.body.else"
p.done:
  %p.done.1 = icmp eq i64 2, 2
  %p.done.2 = icmp eq i64 0, 0
  call void @"flush"(ptr %entry.16, ptr %"out", i1 %p.done.2, i64 2, i1 %p.done.1)
  ret void
p.body.if:
  call void @"tile_3x3"(ptr %p.body.4, ptr %p.body.2, ptr %entry.16, i64 2, i64 4, i64 0, i64 1, i64 0, i64 6)
  br label %"p.body.endif"
p.body.else:
  call void @"tile_1x3"(ptr %p.body.4, ptr %p.body.2, ptr %entry.16, i64 2, i64 4, i64 %p.body.8, i64 %p.body.12, i64 0, i64 6)
  br label %"p.body.endif"
p.body.endif:
  %"p.next" = add i64 %"p", 1
  %p.body.endif.1 = icmp slt i64 %"p.next", 5
  br i1 %p.body.endif.1, label %"p.body", label %"p.done"
}

